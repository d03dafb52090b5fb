// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login.credential;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.login.AccountSecrets;
import dev.sekisho.directory.login.SecretRepository;
import dev.sekisho.password.PasswordScheme;
import dev.sekisho.password.Secret;
import dev.sekisho.password.StoredPassword;
import java.util.List;
import java.util.Optional;

/**
 * Encrypts all secrets with the current key: a clear password becomes a hash and an encrypted secret, a secret with an
 * older key is encrypted again.
 *
 * <p>Each account is changed by one statement that does nothing if the account has changed meanwhile, so logins
 * continue, and it may run again or twice at a time.
 */
@ThreadSafe
public final class SecretReencryption {
    private static final int BATCH = 200;

    private final SecretRepository secrets;
    private final KeyRing keyRing;

    /**
     * The number of accounts: clear passwords that were encrypted, secrets with the new key, secrets that could not be
     * decrypted, and accounts that changed meanwhile.
     */
    public record Outcome(String key, int encrypted, int reencrypted, int failed, int changedMeanwhile) {}

    public SecretReencryption(SecretRepository secrets, KeyRing keyRing) {
        this.secrets = secrets;
        this.keyRing = keyRing;
    }

    /**
     * Processes all accounts.
     *
     * @param scheme the scheme of the hash that replaces a clear password
     * @return empty if there is no key
     */
    public Optional<Outcome> run(PasswordScheme scheme) {
        Optional<String> key = keyRing.activeKey();
        if (key.isEmpty()) {
            return Optional.empty();
        }
        int encrypted = 0;
        int reencrypted = 0;
        int failed = 0;
        int changed = 0;
        String after = "";
        for (List<AccountSecrets> batch = secrets.encryptable(after, BATCH);
                !batch.isEmpty();
                batch = secrets.encryptable(after, BATCH)) {
            for (AccountSecrets each : batch) {
                Secret old = each.encrypted();
                if (old != null && keyRing.isCurrent(old)) {
                    continue;
                }
                Optional<Secret> clear =
                        old == null ? clear(each) : keyRing.open(each).clear();
                if (clear.isEmpty()) {
                    failed += old == null ? 0 : 1;
                    continue;
                }
                Optional<String> hash = old == null
                        ? hash(scheme, clear.get())
                        : Optional.of(each.secret().text());
                Optional<String> renewed = hash.flatMap(text -> keyRing.encrypt(clear.get(), each.address(), text));
                if (hash.isEmpty() || renewed.isEmpty()) {
                    failed++;
                } else if (!secrets.replace(each, hash.get(), renewed.get())) {
                    changed++;
                } else if (old == null) {
                    encrypted++;
                } else {
                    reencrypted++;
                }
            }
            after = batch.get(batch.size() - 1).address();
        }
        return Optional.of(new Outcome(key.get(), encrypted, reencrypted, failed, changed));
    }

    private static Optional<Secret> clear(AccountSecrets account) {
        return StoredPassword.parse(account.secret().text(), PasswordScheme.SHA512_CRYPT.wireName())
                .clear();
    }

    private static Optional<String> hash(PasswordScheme scheme, Secret clear) {
        try {
            return Optional.of(scheme.generate(clear));
        } catch (IllegalArgumentException e) {
            // Plain SQL may have stored what a client cannot send.
            return Optional.empty();
        }
    }
}
