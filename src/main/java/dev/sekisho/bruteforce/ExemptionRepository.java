// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.bruteforce;

import com.google.errorprone.annotations.ThreadSafe;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/** The exemptions in the database. All methods but {@link #all} are to be called in the caller's transaction. */
@ThreadSafe
@ApplicationScoped
public class ExemptionRepository {
    @PersistenceContext(unitName = "sekisho")
    private EntityManager entities;

    @Transactional
    public List<Exemption> all() {
        return entities.createNamedQuery("Exemption.all", Exemption.class).getResultList();
    }

    public List<Exemption> page(String after, int most) {
        return entities.createNamedQuery("Exemption.page", Exemption.class)
                .setParameter("after", after)
                .setMaxResults(most)
                .getResultList();
    }

    /** Those of an account. */
    public List<Exemption> of(String subject) {
        return entities.createQuery("SELECT e FROM Exemption e WHERE e.subject = :subject", Exemption.class)
                .setParameter("subject", subject)
                .getResultList();
    }

    public Optional<Exemption> find(String name) {
        return Optional.ofNullable(entities.find(Exemption.class, name));
    }

    public void add(Exemption exemption) {
        entities.persist(exemption);
    }

    public void remove(Exemption exemption) {
        entities.remove(exemption);
    }

    public void flush() {
        entities.flush();
    }
}
