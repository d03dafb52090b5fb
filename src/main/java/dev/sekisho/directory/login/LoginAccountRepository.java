// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.login;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.Address;
import dev.sekisho.directory.Language;
import dev.sekisho.directory.snapshot.MailDomain;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Queries accounts for logins, in the database each time, so that a flag set by plain SQL applies at the next login.
 */
@ThreadSafe
@ApplicationScoped
public class LoginAccountRepository {
    @PersistenceContext(unitName = "sekisho")
    private EntityManager entityManager;

    /**
     * Finds the account whose address is {@code login}, with ASCII letters in any case; none if it does not exist or
     * {@code login} is not an address. One query; outside of a transaction no other statement.
     *
     * @throws jakarta.persistence.PersistenceException if the database fails
     */
    public LoginLookup findForLogin(String login) {
        // A projection instead of entities, so that EclipseLink neither tracks nor caches anything.
        return Address.parse(login)
                .flatMap(address -> firstRow(entityManager
                        .createNamedQuery("Account.login", Object[].class)
                        .setParameter(1, address.toString())
                        .setParameter(2, address.domain())
                        .getResultList()))
                .map(row -> new LoginLookup(LoginAccount.ofRow(row), language(row)))
                .orElse(LoginLookup.NOTHING);
    }

    /**
     * Finds the domain of this name, in any case, with or without a final dot. A domain that occurs only in aliases has
     * no row. One query.
     *
     * @throws jakarta.persistence.PersistenceException if the database fails
     */
    public DomainLookup findDomain(String name) {
        return Optional.of(Address.canonicalDomain(name))
                .filter(Address::isDomain)
                .flatMap(domain -> firstRow(entityManager
                        .createNamedQuery("Domain.mail", Object[].class)
                        .setParameter(1, domain)
                        .getResultList()))
                .map(row -> new DomainLookup(mailDomain(row), language(row)))
                .orElse(DomainLookup.NOTHING);
    }

    private static Optional<MailDomain> mailDomain(@Nullable Object[] row) {
        return Optional.ofNullable((String) row[1])
                .map(name -> new MailDomain(name, Optional.ofNullable((String) row[2])));
    }

    private static Optional<Language> language(@Nullable Object[] row) {
        try {
            return Optional.ofNullable((String) row[0]).map(Language::ofWord);
        } catch (IllegalArgumentException e) {
            // An unknown language must not prevent a login; SnapshotReader logs it.
            return Optional.empty();
        }
    }

    private static Optional<Object[]> firstRow(List<Object[]> rows) {
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(0));
    }
}
