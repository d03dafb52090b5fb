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
 * Brings all secrets that must be clear under the key that encrypts now: clear ones become a hash and an encrypted one,
 * encrypted ones of an older key are encrypted anew.
 *
 * <p>Each account is changed by one statement that does nothing if somebody changed it meanwhile, so logins go on and
 * it may be done again, or by two at a time.
 */
@ThreadSafe
public final class SecretReencryption {
    private static final int BATCH = 200;

    private final SecretRepository secrets;
    private final KeyRing keyRing;

    /**
     * How many accounts: clear ones that were encrypted, encrypted ones that got the new key, those that could not be
     * opened, and those that changed meanwhile.
     */
    public record Outcome(String key, int encrypted, int reencrypted, int failed, int changedMeanwhile) {}

    public SecretReencryption(SecretRepository secrets, KeyRing keyRing) {
        this.secrets = secrets;
        this.keyRing = keyRing;
    }

    /**
     * Goes through all accounts.
     *
     * @param scheme of the hash that takes the place of a clear password
     * @return empty if there is no key to encrypt with
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
                Optional<String> anew = hash.flatMap(text -> keyRing.encrypt(clear.get(), each.address(), text));
                if (hash.isEmpty() || anew.isEmpty()) {
                    failed++;
                } else if (!secrets.replace(each, hash.get(), anew.get())) {
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
            // Plain SQL may have stored what no client could send.
            return Optional.empty();
        }
    }
}
