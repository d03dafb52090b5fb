// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.audit;

import com.google.errorprone.annotations.Immutable;
import com.google.errorprone.annotations.ThreadSafe;
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
import java.util.Set;

/**
 * The trail in the database.
 *
 * <p>To be called in the caller's transaction. Each method throws {@link jakarta.persistence.PersistenceException} if
 * the database cannot be asked.
 */
@ThreadSafe
@ApplicationScoped
public class AuditTrail {
    /** Kinds whose entries have an address as their key. */
    private static final String OF_ADDRESSES =
            "('account', 'account-state', 'alias', 'counters', 'limits', 'temporary-limit')";

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
     */
    @Immutable
    public record Search(
            Optional<String> kind,
            Optional<String> entry,
            Optional<String> by,
            Optional<Instant> from,
            Optional<Instant> to) {}

    /** Where an entry stands in the trail. */
    @Immutable
    public record Place(Instant at, long id) {}

    /**
     * Entries, the latest first.
     *
     * @param domains only changes of accounts, aliases and counters in them, and of themselves; empty for all
     * @param begins of these domains only changes after a moment: what was before is of a former owner of the name
     * @param before only those earlier than this one, which the page before ended with
     * @param limit how many at most
     */
    public List<AuditEntry> find(
            Search search,
            Optional<Set<String>> domains,
            Map<String, Instant> begins,
            Optional<Place> before,
            int limit) {
        List<String> conditions = new ArrayList<>(List.of("1 = 1"));
        Map<String, Object> values = new LinkedHashMap<>();
        domains.ifPresent(names -> conditions.add(within(names, begins, values)));
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

    /** What is not known to be of a domain is not shown. */
    private static String within(Set<String> domains, Map<String, Instant> begins, Map<String, Object> values) {
        StringBuilder condition = new StringBuilder("(1 = 0");
        int i = 0;
        for (String domain : domains) {
            String pattern = "%@" + domain.replaceAll("([!%_])", "!$1");
            condition
                    .append(begin(domain, begins, i, values))
                    .append("(e.kind IN " + OF_ADDRESSES + " AND e.entry LIKE :address" + i + " ESCAPE '!'")
                    .append(" OR e.kind = 'app-password' AND e.entry LIKE :password" + i + " ESCAPE '!'")
                    .append(" OR e.kind IN ('domain', 'limits') AND e.entry = :domain" + i + ")");
            values.put("address" + i, pattern);
            // ADDRESS UUID
            values.put("password" + i, pattern + ' ' + "_".repeat(36));
            values.put("domain" + i, domain);
            i++;
        }
        return condition.append(')').toString();
    }

    private static String begin(String domain, Map<String, Instant> begins, int i, Map<String, Object> values) {
        Instant begin = begins.get(domain);
        if (begin == null) {
            return " OR ";
        }
        values.put("begin" + i, begin.atOffset(ZoneOffset.UTC));
        return " OR e.at > :begin" + i + " AND ";
    }

    private static void where(
            List<String> conditions, Map<String, Object> values, String condition, String name, Object value) {
        conditions.add(condition);
        values.put(name, value);
    }
}
