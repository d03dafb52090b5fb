// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.database.LongWork;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The database's side of the counters. Each call is one transaction; trouble surfaces as the container's exception. */
@ThreadSafe
@ApplicationScoped
public class CounterStore {
    @PersistenceContext(unitName = "sekisho")
    private EntityManager entities;

    @Inject
    private LongWork longWork;

    /** Hands every row counted since {@code since} to {@code row}. */
    @Transactional
    public void read(OffsetDateTime since, Consumer<StoredCounter> row) {
        // Tuples, not entities: a million rows must not become a million managed objects.
        LongWork.Lifted lifted = lift();
        try (Stream<Object[]> rows = entities.createQuery(
                        "SELECT c.account, c.windows, c.revision FROM SendCounter c WHERE c.countedAt >= :since",
                        Object[].class)
                .setParameter("since", since)
                .getResultStream()) {
            rows.forEach(each -> row.accept(new StoredCounter((String) each[0], (String) each[1], (Long) each[2])));
        } finally {
            lifted.end();
        }
    }

    private LongWork.Lifted lift() {
        try {
            return longWork.on(entities.unwrap(Connection.class));
        } catch (SQLException e) {
            throw new PersistenceException("cannot lift the time limit", e);
        }
    }

    /**
     * Writes rows, each unless there is a newer one of its account, and returns the accounts that were not written for
     * that.
     *
     * <p>Batches on the transaction's own connection: ten thousand accounts a second are written beside the decisions,
     * and as managed entities they took half a core. Several nodes may write the same rows: they come in the accounts'
     * order, so that no two wait for each other.
     */
    @Transactional
    public List<String> write(Map<String, CounterState> values, OffsetDateTime now) {
        return values.isEmpty() ? List.of() : write(entities.unwrap(Connection.class), values, now);
    }

    /** The same within the transaction of {@code connection}. */
    static List<String> write(Connection connection, Map<String, CounterState> values, OffsetDateTime now) {
        try {
            Map<String, CounterState> left = new TreeMap<>(values);
            update(connection, left, now);
            if (left.isEmpty()) {
                return List.of();
            }
            List<String> newer = there(connection, left.keySet());
            newer.forEach(left::remove);
            insert(connection, left, now);
            return newer;
        } catch (SQLException e) {
            throw new PersistenceException("cannot write the send counters", e);
        }
    }

    /** Updates the rows that are older and takes them out of {@code left}. */
    private static void update(Connection connection, Map<String, CounterState> left, OffsetDateTime now)
            throws SQLException {
        List<String> accounts = List.copyOf(left.keySet());
        // Also the same revision: a batch whose commit was lost on the way is written once more.
        try (PreparedStatement statement =
                connection.prepareStatement("UPDATE send_counter SET windows = ?, counted_at = ?,"
                        + " revision = ? WHERE account = ? AND revision <= ?")) {
            for (Map.Entry<String, CounterState> each : left.entrySet()) {
                statement.setString(1, each.getValue().text());
                statement.setObject(2, now);
                statement.setLong(3, each.getValue().revision());
                statement.setString(4, each.getKey());
                statement.setLong(5, each.getValue().revision());
                statement.addBatch();
            }
            int[] updated = statement.executeBatch();
            for (int i = 0; i < updated.length; i++) {
                if (updated[i] != 0) {
                    left.remove(accounts.get(i));
                }
            }
        }
    }

    /** Which of {@code accounts} have a row: a newer one. */
    private static List<String> there(Connection connection, Collection<String> accounts) throws SQLException {
        List<String> found = new ArrayList<>();
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT account FROM send_counter WHERE account IN ("
                        + String.join(", ", Collections.nCopies(accounts.size(), "?")) + ")")) {
            int at = 1;
            for (String account : accounts) {
                statement.setString(at++, account);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
        }
        return found;
    }

    /**
     * Inserts rows; if another node does the same at this moment one of the two fails, and tries again a second later.
     */
    private static void insert(Connection connection, Map<String, CounterState> values, OffsetDateTime now)
            throws SQLException {
        if (values.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO send_counter (account, windows, counted_at, revision) VALUES (?, ?, ?, ?)")) {
            for (Map.Entry<String, CounterState> each : values.entrySet()) {
                statement.setString(1, each.getKey());
                statement.setString(2, each.getValue().text());
                statement.setObject(3, now);
                statement.setLong(4, each.getValue().revision());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** Deletes rows of counters that have nothing in them any more. */
    @Transactional
    public void delete(List<String> accounts) {
        if (!accounts.isEmpty()) {
            entities.createQuery("DELETE FROM SendCounter c WHERE c.account IN :accounts")
                    .setParameter("accounts", accounts)
                    .executeUpdate();
        }
    }

    /** Deletes rows that no limit can need any more. */
    @Transactional
    public int forget(OffsetDateTime countedBefore) {
        LongWork.Lifted lifted = lift();
        try {
            return entities.createQuery("DELETE FROM SendCounter c WHERE c.countedAt < :before")
                    .setParameter("before", countedBefore)
                    .executeUpdate();
        } finally {
            lifted.end();
        }
    }
}
