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
 * The audit trail in the database.
 *
 * <p>Methods join the caller's transaction. Each throws {@link jakarta.persistence.PersistenceException} if the
 * database fails.
 */
@ThreadSafe
@ApplicationScoped
public class AuditTrail {
    /** Kinds whose key is an address. */
    private static final String OF_ADDRESSES =
            "('account', 'account-state', 'alias', 'containment', 'counters', 'limits'," + " 'temporary-limit')";

    @PersistenceContext(unitName = "sekisho")
    private EntityManager entityManager;

    @Inject
    private Clock clock;

    /** Adds an entry with the present time; without a transaction of the caller, in its own. */
    @Transactional
    public void add(AuditEntry.Origin origin, AuditEntry.Change change) {
        entityManager.persist(new AuditEntry(clock.instant(), origin, change));
    }

    /**
     * Criteria of a search; an empty one matches all entries.
     *
     * @param kind kind of entry
     * @param entry key of the changed entry
     * @param by name of the user
     * @param from earliest time, inclusive
     * @param to latest time, exclusive
     */
    @Immutable
    public record Search(
            Optional<String> kind,
            Optional<String> entry,
            Optional<String> by,
            Optional<Instant> from,
            Optional<Instant> to) {}

    /** Position of an entry in the trail. */
    @Immutable
    public record Place(Instant at, long id) {}

    /**
     * Finds entries, latest first.
     *
     * @param domains restricts the search to changes of these domains and of accounts, aliases and counters in them;
     *     empty for all
     * @param begins for some of these domains, the time after which changes are visible: earlier ones belong to a
     *     former owner of the name
     * @param before position at which the last page ended
     * @param limit maximum number of entries
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

    /** Entries that do not certainly belong to a domain are not visible. */
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
