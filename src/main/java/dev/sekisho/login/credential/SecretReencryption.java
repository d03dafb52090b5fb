// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login.credential;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.login.AccountSecrets;
import dev.sekisho.directory.login.SecretRepository;
import dev.sekisho.password.PasswordScheme;
import dev.sekisho.password.Secret;
import dev.sekisho.password.StoredPassword;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
        Map<Renewal, Integer> renewals = new EnumMap<>(Renewal.class);
        String after = "";
        for (List<AccountSecrets> batch = secrets.encryptable(after, BATCH);
                !batch.isEmpty();
                batch = secrets.encryptable(after, BATCH)) {
            for (AccountSecrets each : batch) {
                Secret old = each.encrypted();
                renewals.merge(old == null ? encrypt(each, scheme) : reencrypt(each, old), 1, Integer::sum);
            }
            after = batch.get(batch.size() - 1).address();
        }
        return Optional.of(new Outcome(
                key.get(),
                renewals.getOrDefault(Renewal.ENCRYPTED, 0),
                renewals.getOrDefault(Renewal.REENCRYPTED, 0),
                renewals.getOrDefault(Renewal.FAILED, 0),
                renewals.getOrDefault(Renewal.CHANGED, 0)));
    }

    private enum Renewal {
        /** It is current, or there is nothing to encrypt. */
        NONE,
        ENCRYPTED,
        REENCRYPTED,
        FAILED,
        /** The row changed meanwhile. */
        CHANGED
    }

    private Renewal encrypt(AccountSecrets account, PasswordScheme scheme) {
        Optional<Secret> clear = clear(account);
        if (clear.isEmpty()) {
            return Renewal.NONE;
        }
        return hash(scheme, clear.get())
                .map(hash -> store(account, clear.get(), hash, Renewal.ENCRYPTED))
                .orElse(Renewal.FAILED);
    }

    private Renewal reencrypt(AccountSecrets account, Secret old) {
        if (keyRing.isCurrent(old)) {
            return Renewal.NONE;
        }
        return keyRing.open(account)
                .clear()
                .map(clear -> store(account, clear, account.secret().text(), Renewal.REENCRYPTED))
                .orElse(Renewal.FAILED);
    }

    private Renewal store(AccountSecrets account, Secret clear, String hash, Renewal stored) {
        return keyRing.encrypt(clear, account.address(), hash)
                .map(renewed -> secrets.replace(account, hash, renewed) ? stored : Renewal.CHANGED)
                .orElse(Renewal.FAILED);
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
