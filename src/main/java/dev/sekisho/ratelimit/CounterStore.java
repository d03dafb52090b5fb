// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ratelimit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
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

    /**
     * Writes the rows of {@code accounts}: the windows that {@code values} has, or no row at all where it has none.
     *
     * <p>Batches on the transaction's own connection: ten thousand accounts a second are written beside the decisions, and
     * as managed entities they took half a core.
     */
    @Transactional
    public void write(Collection<String> accounts, Map<String, Usage> values, OffsetDateTime now) {
        Connection connection = entities.unwrap(Connection.class);
        try {
            List<String> kept = accounts.stream().filter(values::containsKey).toList();
            List<String> gone =
                    accounts.stream().filter(each -> !values.containsKey(each)).toList();
            List<String> absent = update(connection, kept, values, now);
            insert(connection, absent, values, now);
            delete(connection, gone);
        } catch (SQLException e) {
            throw new PersistenceException("cannot write the send counters", e);
        }
    }

    /** Updates the rows that there are and returns the accounts that have none yet. */
    private static List<String> update(
            Connection connection, List<String> accounts, Map<String, Usage> values, OffsetDateTime now)
            throws SQLException {
        List<String> absent = new ArrayList<>();
        try (PreparedStatement statement =
                connection.prepareStatement("UPDATE send_counter SET windows = ?, counted_at = ? WHERE account = ?")) {
            for (String account : accounts) {
                statement.setString(
                        1, Objects.requireNonNull(values.get(account)).text());
                statement.setObject(2, now);
                statement.setString(3, account);
                statement.addBatch();
            }
            int[] updated = accounts.isEmpty() ? new int[0] : statement.executeBatch();
            for (int i = 0; i < updated.length; i++) {
                if (updated[i] == 0) {
                    absent.add(accounts.get(i));
                }
            }
        }
        return absent;
    }

    private static void insert(
            Connection connection, List<String> accounts, Map<String, Usage> values, OffsetDateTime now)
            throws SQLException {
        if (accounts.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO send_counter (account, windows, counted_at) VALUES (?, ?, ?)")) {
            for (String account : accounts) {
                statement.setString(1, account);
                statement.setString(
                        2, Objects.requireNonNull(values.get(account)).text());
                statement.setObject(3, now);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static void delete(Connection connection, List<String> accounts) throws SQLException {
        if (accounts.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement("DELETE FROM send_counter WHERE account = ?")) {
            for (String account : accounts) {
                statement.setString(1, account);
                statement.addBatch();
            }
            statement.executeBatch();
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
