// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import com.google.errorprone.annotations.ThreadSafe;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the domains that staff manage.
 *
 * <p>Throws {@link jakarta.persistence.PersistenceException} if the database fails.
 */
@ThreadSafe
@ApplicationScoped
public class StaffRepository {
    @PersistenceContext(unitName = "sekisho")
    private EntityManager entityManager;

    /** The domains that a user manages. */
    @SuppressWarnings("unchecked")
    public Set<String> domainsOf(String user) {
        return new TreeSet<>(entityManager
                .createNativeQuery("SELECT domain_name FROM staff_domain WHERE staff_name = ?1")
                .setParameter(1, user)
                .getResultList());
    }

    /** Whether a user manages a domain. */
    public boolean manages(String user, String domain) {
        return !entityManager
                .createNativeQuery("SELECT domain_name FROM staff_domain WHERE staff_name = ?1 AND domain_name = ?2")
                .setParameter(1, user)
                .setParameter(2, domain)
                .getResultList()
                .isEmpty();
    }
}
