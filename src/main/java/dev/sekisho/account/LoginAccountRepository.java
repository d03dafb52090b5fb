// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Optional;

/**
 * Looks up accounts for logins, in the database each time: a flag set by plain SQL bites at the very next login.
 *
 * <p>Safe for use by many threads.
 */
@ApplicationScoped
public class LoginAccountRepository {
    @PersistenceContext(unitName = "sekisho")
    private EntityManager entityManager;

    /**
     * The account whose address is {@code login}, ASCII letters in any case; empty if there is none or {@code login} is
     * no address. One query; outside a transaction no other statement.
     *
     * @throws jakarta.persistence.PersistenceException if the database cannot be asked
     */
    public Optional<LoginAccount> findForLogin(String login) {
        // A projection and no entities: nothing is registered, watched or cached.
        return Address.parse(login)
                .flatMap(address -> firstRow(entityManager
                        .createNamedQuery("Account.login", Object[].class)
                        .setParameter(1, address.toString())
                        .getResultList()))
                .map(LoginAccount::ofRow);
    }

    private static Optional<Object[]> firstRow(List<Object[]> rows) {
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(0));
    }
}
