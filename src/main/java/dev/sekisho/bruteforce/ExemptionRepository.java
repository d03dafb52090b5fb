// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.bruteforce;

import com.google.errorprone.annotations.ThreadSafe;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;

/** The exemptions in the database, as {@link Exemptions} reads them. */
@ThreadSafe
@ApplicationScoped
public class ExemptionRepository {
    @PersistenceContext(unitName = "sekisho")
    private EntityManager entities;

    @Transactional
    public List<BruteForceExemption> all() {
        return entities.createNamedQuery("BruteForceExemption.all", BruteForceExemption.class)
                .getResultList();
    }
}
