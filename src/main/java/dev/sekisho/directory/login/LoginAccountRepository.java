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

/** Looks up accounts for logins, in the database each time: a flag set by plain SQL bites at the very next login. */
@ThreadSafe
@ApplicationScoped
public class LoginAccountRepository {
    @PersistenceContext(unitName = "sekisho")
    private EntityManager entityManager;

    /**
     * The account whose address is {@code login}, ASCII letters in any case; none if there is none or {@code login} is
     * no address. One query; outside a transaction no other statement.
     *
     * @throws jakarta.persistence.PersistenceException if the database cannot be asked
     */
    public LoginLookup findForLogin(String login) {
        // A projection and no entities: nothing is registered, watched or cached.
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
     * The domain of this name, in any case and with a final dot or not, if it has a row; one that only aliases are in
     * has none. One query.
     *
     * @throws jakarta.persistence.PersistenceException if the database cannot be asked
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
            // The text of an answer is no reason to refuse it; the directory has told of the word.
            return Optional.empty();
        }
    }

    private static Optional<Object[]> firstRow(List<Object[]> rows) {
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(0));
    }
}
