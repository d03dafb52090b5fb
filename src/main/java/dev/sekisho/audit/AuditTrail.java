// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The trail in the database.
 *
 * <p>To be called in the caller's transaction. Each method throws {@link jakarta.persistence.PersistenceException} if the
 * database cannot be asked.
 *
 * <p>Safe for use by many threads.
 */
@ApplicationScoped
public class AuditTrail {
    @PersistenceContext(unitName = "sekisho")
    private EntityManager entityManager;

    @Inject
    private Clock clock;

    /** Adds an entry, of now; without a transaction of the caller's, in its own. */
    @Transactional
    public void add(AuditEntry.Who who, AuditEntry.What what) {
        entityManager.persist(new AuditEntry(clock.instant(), who, what));
    }

    /**
     * Which entries are looked for; an empty member permits all.
     *
     * @param kind the kind of entry
     * @param entry the key of what was changed
     * @param by the user who changed it
     * @param from not before this moment
     * @param to before this moment
     *     <p>Immutable and safe for use by any thread.
     */
    public record Search(
            Optional<String> kind,
            Optional<String> entry,
            Optional<String> by,
            Optional<Instant> from,
            Optional<Instant> to) {}

    /**
     * Where an entry stands in the trail.
     *
     * <p>Immutable and safe for use by any thread.
     */
    public record Place(Instant at, long id) {}

    /**
     * Entries, the latest first.
     *
     * @param before only those earlier than this one, which the page before ended with
     * @param limit how many at most
     */
    public List<AuditEntry> find(Search search, Optional<Place> before, int limit) {
        List<String> conditions = new ArrayList<>(List.of("1 = 1"));
        Map<String, Object> values = new LinkedHashMap<>();
        before.ifPresent(place -> {
            where(
                    conditions,
                    values,
                    "(e.at < :placeAt OR e.at = :placeAt AND e.id < :placeId)",
                    "placeAt",
                    place.at().atOffset(ZoneOffset.UTC));
            values.put("placeId", place.id());
        });
        search.kind().ifPresent(kind -> where(conditions, values, "e.kind = :kind", "kind", kind));
        search.entry().ifPresent(entry -> where(conditions, values, "e.entry = :entry", "entry", entry));
        search.by().ifPresent(by -> where(conditions, values, "e.by = :by", "by", by));
        search.from()
                .ifPresent(from -> where(conditions, values, "e.at >= :from", "from", from.atOffset(ZoneOffset.UTC)));
        search.to().ifPresent(to -> where(conditions, values, "e.at < :to", "to", to.atOffset(ZoneOffset.UTC)));
        TypedQuery<AuditEntry> query = entityManager.createQuery(
                "SELECT e FROM AuditEntry e WHERE " + String.join(" AND ", conditions)
                        + " ORDER BY e.at DESC, e.id DESC",
                AuditEntry.class);
        values.forEach(query::setParameter);
        return query.setMaxResults(limit).getResultList();
    }

    private static void where(
            List<String> conditions, Map<String, Object> values, String condition, String name, Object value) {
        conditions.add(condition);
        values.put(name, value);
    }
}
