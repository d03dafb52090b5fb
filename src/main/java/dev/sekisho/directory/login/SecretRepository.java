// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.login;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.AppPassword;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes encrypted secrets, app passwords, and the last use of credentials.
 *
 * <p>Each method throws {@link jakarta.persistence.PersistenceException}, or the container's exception, if the database
 * fails.
 */
@ThreadSafe
@ApplicationScoped
public class SecretRepository {
    @PersistenceContext(unitName = "sekisho")
    private EntityManager entityManager;

    private static final String SELECT =
            "SELECT NEW dev.sekisho.directory.login.AccountSecrets(a.address, a.secret, a.challengeSecret) FROM"
                    + " Account a ";

    /** The secrets of an account; empty if it does not exist. */
    public Optional<AccountSecrets> secrets(String address) {
        return entityManager
                .createQuery(SELECT + "WHERE a.address = :address", AccountSecrets.class)
                .setParameter("address", address)
                .getResultStream()
                .findFirst();
    }

    /** The next accounts with an encrypted secret or a clear-text password, by address. */
    public List<AccountSecrets> encryptable(String after, int limit) {
        return entityManager
                .createQuery(
                        SELECT
                                + "WHERE a.address > :after AND (a.challengeSecret IS NOT NULL OR UPPER(a.secret)"
                                + " LIKE '{PLAIN%'"
                                + " OR UPPER(a.secret) LIKE '{CLEAR%') ORDER BY a.address",
                        AccountSecrets.class)
                .setParameter("after", after)
                .setMaxResults(limit)
                .getResultList();
    }

    /** The number of accounts with an encrypted secret. */
    public long encryptedAccounts() {
        return entityManager
                .createQuery("SELECT COUNT(a) FROM Account a WHERE a.challengeSecret IS NOT NULL", Long.class)
                .getSingleResult();
    }

    /**
     * Replaces both secrets if they are still equal to {@code old}.
     *
     * @return whether they were replaced
     */
    @Transactional
    public boolean replace(AccountSecrets old, String secret, @Nullable String encrypted) {
        String unchanged = old.encrypted() == null ? "a.challengeSecret IS NULL" : "a.challengeSecret = :oldEncrypted";
        var update = entityManager
                .createQuery("UPDATE Account a SET a.secret = :secret, a.challengeSecret = :encrypted,"
                        + " a.version = a.version + 1 WHERE a.address = :address AND a.secret = :oldSecret AND "
                        + unchanged)
                .setParameter("secret", secret)
                .setParameter("encrypted", encrypted)
                .setParameter("address", old.address())
                .setParameter("oldSecret", old.secret().text());
        if (old.encrypted() != null) {
            update.setParameter("oldEncrypted", old.encrypted().text());
        }
        return update.executeUpdate() == 1;
    }

    /** All app passwords of an account, revoked ones too, oldest first. */
    public List<AppPassword> allAppPasswords(String account) {
        return entityManager
                .createNamedQuery("AppPassword.ofAccount", AppPassword.class)
                .setParameter("account", account)
                .getResultList();
    }

    /** The next uses of challenge methods. {@code after} is the last account and method, separated by a blank. */
    public List<CredentialUse> uses(String after, int limit) {
        return entityManager
                .createNamedQuery("CredentialUse.page", CredentialUse.class)
                .setParameter("after", after)
                .setMaxResults(limit)
                .getResultList();
    }

    /** Records the last use of a method by an account, unless the account does not exist or a later use is recorded. */
    @Transactional
    public void used(String account, String method, OffsetDateTime at) {
        int updated = entityManager
                .createNativeQuery("UPDATE credential_use SET last_used_at = CASE WHEN last_used_at < ?1 THEN ?1 ELSE"
                        + " last_used_at END WHERE account = ?2 AND method = ?3")
                .setParameter(1, at)
                .setParameter(2, account)
                .setParameter(3, method)
                .executeUpdate();
        if (updated == 0) {
            entityManager
                    .createNativeQuery("INSERT INTO credential_use (account, method, last_used_at)"
                            + " SELECT address, ?1, ?2 FROM account WHERE address = ?3")
                    .setParameter(1, method)
                    .setParameter(2, at)
                    .setParameter(3, account)
                    .executeUpdate();
        }
    }

    /** Records the last use of an app password. */
    @Transactional
    public void appPasswordUsed(String id, OffsetDateTime at) {
        entityManager
                .createQuery("UPDATE AppPassword p SET p.lastUsedAt = :at WHERE p.id = :id")
                .setParameter("at", at)
                .setParameter("id", id)
                .executeUpdate();
    }
}
