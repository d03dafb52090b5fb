// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * What staff of some domains look after, and the part of the directory that they see.
 *
 * <p>Each method throws {@link jakarta.persistence.PersistenceException} if the database cannot be asked. Safe for use by many
 * threads.
 */
@ApplicationScoped
public class StaffRepository {
    @PersistenceContext(unitName = "sekisho")
    private EntityManager entityManager;

    /** The domains that a user looks after. */
    @SuppressWarnings("unchecked")
    public Set<String> domainsOf(String user) {
        return new TreeSet<>(entityManager
                .createNativeQuery("SELECT domain_name FROM staff_domain WHERE staff_name = ?1")
                .setParameter(1, user)
                .getResultList());
    }

    /** The next accounts of these domains that have {@code part} somewhere in their address, by address. */
    public List<Account> accounts(Set<String> domains, String part, String after, int limit) {
        if (domains.isEmpty()) {
            return List.of();
        }
        return entityManager
                .createQuery(
                        "SELECT a FROM Account a WHERE a.domainName IN :domains AND a.address > :after"
                                + " AND a.address LIKE :pattern ESCAPE '!' ORDER BY a.address",
                        Account.class)
                .setParameter("domains", domains)
                .setParameter("after", after)
                .setParameter("pattern", '%' + escaped(part) + '%')
                .setMaxResults(limit)
                .getResultList();
    }

    /** The next aliases of these domains, by address. */
    public List<Alias> aliases(Set<String> domains, String after, int limit) {
        if (domains.isEmpty()) {
            return List.of();
        }
        List<String> patterns =
                domains.stream().map(domain -> "%@" + escaped(domain)).toList();
        List<String> conditions = new ArrayList<>();
        for (int i = 0; i < patterns.size(); i++) {
            conditions.add("e.address LIKE :pattern" + i + " ESCAPE '!'");
        }
        TypedQuery<Alias> query = entityManager
                .createQuery(
                        "SELECT e FROM Alias e WHERE e.address > :after AND (" + String.join(" OR ", conditions)
                                + ") ORDER BY e.address",
                        Alias.class)
                .setParameter("after", after)
                .setMaxResults(limit);
        for (int i = 0; i < patterns.size(); i++) {
            query.setParameter("pattern" + i, patterns.get(i));
        }
        return query.getResultList();
    }

    /** Those of these domains that there are, by name. */
    public List<Domain> domains(Set<String> domains, String after, int limit) {
        return domains.stream()
                .filter(name -> name.compareTo(after) > 0)
                .sorted()
                .limit(limit)
                .map(name -> entityManager.find(Domain.class, name))
                .filter(Objects::nonNull)
                .sorted(Comparator.comparing(Domain::name))
                .toList();
    }

    private static String escaped(String text) {
        return text.replaceAll("([!%_])", "!$1");
    }
}
