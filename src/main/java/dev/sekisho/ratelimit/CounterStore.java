// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ratelimit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The database's side of the counters. Each call is one transaction; trouble surfaces as the container's exception.
 *
 * <p>Safe for use by many threads, as the container's proxy.
 */
@ApplicationScoped
public class CounterStore {
    @PersistenceContext(unitName = "sekisho")
    private EntityManager entities;

    /** Hands every row counted since {@code since} to {@code row}, as account and windows. */
    @Transactional
    public void read(OffsetDateTime since, BiConsumer<String, String> row) {
        // Tuples, not entities: a million rows must not become a million managed objects.
        try (Stream<Object[]> rows = entities.createQuery(
                        "SELECT c.account, c.windows FROM SendCounter c WHERE c.countedAt >= :since", Object[].class)
                .setParameter("since", since)
                .getResultStream()) {
            rows.forEach(each -> row.accept((String) each[0], (String) each[1]));
        }
    }

    /** Writes the rows of {@code accounts}: the windows that {@code values} has, or no row at all where it has none. */
    @Transactional
    public void write(Collection<String> accounts, Map<String, Usage> values, OffsetDateTime now) {
        Map<String, SendCounter> rows = entities.createQuery(
                        "SELECT c FROM SendCounter c WHERE c.account IN :accounts", SendCounter.class)
                .setParameter("accounts", List.copyOf(accounts))
                .getResultStream()
                .collect(Collectors.toMap(SendCounter::account, Function.identity(), (a, b) -> a, HashMap::new));
        for (String account : accounts) {
            Usage usage = values.get(account);
            SendCounter row = rows.get(account);
            if (usage != null) {
                if (row == null) {
                    row = new SendCounter(account);
                    entities.persist(row);
                }
                row.set(usage.text(), now);
            } else if (row != null) {
                entities.remove(row);
            }
        }
    }

    /** Deletes rows that no limit can need any more. */
    @Transactional
    public int forget(OffsetDateTime countedBefore) {
        return entities.createQuery("DELETE FROM SendCounter c WHERE c.countedAt < :before")
                .setParameter("before", countedBefore)
                .executeUpdate();
    }
}
