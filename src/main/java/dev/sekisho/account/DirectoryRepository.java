// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Optional;

/**
 * The directory as the admin API reads and changes it: entities by their keys.
 *
 * <p>To be called in the caller's transaction; what is found is managed, and {@link #flush} makes the database judge it.
 * Each method throws {@link jakarta.persistence.PersistenceException} if the database cannot be asked.
 *
 * <p>Safe for use by many threads.
 */
@ApplicationScoped
public class DirectoryRepository {
    @PersistenceContext(unitName = "sekisho")
    private EntityManager entityManager;

    /** The entity with this key: a name, or an address, in the canonical form. */
    public <E> Optional<E> find(Class<E> type, String key) {
        return Optional.ofNullable(entityManager.find(type, key));
    }

    /**
     * The next entities by key.
     *
     * @param after the key before the first; empty to begin
     * @param limit how many at most
     */
    public <E> List<E> page(Class<E> type, String after, int limit) {
        return entityManager
                .createNamedQuery(type.getSimpleName() + ".page", type)
                .setParameter("after", after)
                .setMaxResults(limit)
                .getResultList();
    }

    /** Adds an entity that {@link #find} did not find. */
    public void add(Object entity) {
        entityManager.persist(entity);
    }

    public void remove(Object entity) {
        entityManager.remove(entity);
    }

    /**
     * Sends what was changed to the database now, so that a row that it refuses is this request's error and not the
     * commit's.
     */
    public void flush() {
        entityManager.flush();
    }

    /** The installation's row, which the migration made. */
    public Installation installation() {
        return entityManager.getReference(Installation.class, Installation.ID);
    }

    /** How many accounts are in a domain. */
    public long accountsIn(Domain domain) {
        return count("Account.inDomain", domain.name());
    }

    /** How many accounts have their mailbox on a mail host. */
    public long accountsOn(MailHost host) {
        return count("Account.onMailHost", host.name());
    }

    private long count(String query, String name) {
        return entityManager
                .createNamedQuery(query, Long.class)
                .setParameter("name", name)
                .getSingleResult();
    }

    /** The limits that apply to an account. */
    public EffectiveLimits effectiveLimits(Account account) {
        return account.sendLimits()
                .map(limits -> new EffectiveLimits(limits, EffectiveLimits.Origin.ACCOUNT))
                .orElseGet(() -> find(Domain.class, account.domainName())
                        .map(this::effectiveLimits)
                        .orElseGet(this::installationLimits));
    }

    /** The limits that apply to the accounts of a domain that have none of their own. */
    public EffectiveLimits effectiveLimits(Domain domain) {
        return domain.sendLimits()
                .map(limits -> new EffectiveLimits(limits, EffectiveLimits.Origin.DOMAIN))
                .orElseGet(this::installationLimits);
    }

    private EffectiveLimits installationLimits() {
        return new EffectiveLimits(installation().sendLimits(), EffectiveLimits.Origin.INSTALLATION);
    }
}
