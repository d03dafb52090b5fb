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
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Reads and writes the rows of the counters and their journal. Each call is one transaction and throws the container's
 * exception if it fails.
 */
@ThreadSafe
@ApplicationScoped
public class CounterStore {
    @PersistenceContext(unitName = "sekisho")
    private EntityManager entities;

    @Inject
    private LongWork longWork;

    /** Passes each row counted since {@code since} to {@code row}. */
    @Transactional
    public void read(OffsetDateTime since, Consumer<StoredCounter> row) {
        // Tuples instead of entities: a million rows must not become a million managed objects.
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
            throw new PersistenceException("cannot lift the time limit of a query", e);
        }
    }

    /**
     * Writes rows, except where the database has a newer row of the account.
     *
     * <p>Batches on the transaction's own connection: ten thousand accounts a second as managed entities took half a
     * core. Several nodes may write the same rows; all write in the order of the accounts, so that no deadlock occurs.
     */
    @Transactional
    public void write(Map<String, CounterState> values, OffsetDateTime now) {
        if (!values.isEmpty()) {
            write(entities.unwrap(Connection.class), values, now);
        }
    }

    /** The same within the transaction of {@code connection}. */
    static void write(Connection connection, Map<String, CounterState> values, OffsetDateTime now) {
        try {
            Map<String, CounterState> left = new TreeMap<>(values);
            update(connection, left, now);
            if (!left.isEmpty()) {
                existing(connection, left.keySet()).forEach(left::remove);
                insert(connection, left, now);
            }
        } catch (SQLException e) {
            throw new PersistenceException("cannot write the send counters", e);
        }
    }

    /** Updates the rows that are older and takes them out of {@code left}. */
    private static void update(Connection connection, Map<String, CounterState> left, OffsetDateTime now)
            throws SQLException {
        List<String> accounts = List.copyOf(left.keySet());
        // Also the same revision: a batch whose commit was lost is written again.
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

    /** Those of {@code accounts} that have a row, which is newer. */
    private static List<String> existing(Connection connection, Collection<String> accounts) throws SQLException {
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
     * Inserts rows. If another node inserts the same row at this moment, one of the two fails and retries a second
     * later.
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

    /**
     * Appends records to the journal.
     *
     * @param first the number of the first of {@code records}
     */
    @Transactional
    public void append(String node, long first, List<byte[]> records, OffsetDateTime now) {
        if (!records.isEmpty()) {
            append(entities.unwrap(Connection.class), node, first, records, now);
        }
    }

    /** The same within the transaction of {@code connection}. */
    static void append(Connection connection, String node, long first, List<byte[]> records, OffsetDateTime now) {
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO counter_journal (node, record, written_at, states) VALUES (?, ?, ?, ?)")) {
            for (int i = 0; i < records.size(); i++) {
                statement.setString(1, node);
                statement.setLong(2, first + i);
                statement.setObject(3, now);
                statement.setBytes(4, records.get(i));
                statement.addBatch();
            }
            statement.executeBatch();
        } catch (SQLException e) {
            throw new PersistenceException("cannot append to the counter journal", e);
        }
    }

    /** Passes each record of the journal to {@code record}. */
    @Transactional
    public void readJournal(Consumer<StoredRecord> record) {
        LongWork.Lifted lifted = lift();
        try (Stream<StoredRecord> records = entities.createQuery(
                        "SELECT NEW dev.sekisho.sendlimit.counter.StoredRecord(r.node, r.record, r.states)"
                                + " FROM JournalRecord r",
                        StoredRecord.class)
                .getResultStream()) {
            records.forEach(record);
        } finally {
            lifted.end();
        }
    }

    /** The newest record of the journal that was written before {@code before}. */
    @Transactional
    public Optional<StoredRecord> newestRecord(OffsetDateTime before) {
        return entities.createQuery(
                        "SELECT NEW dev.sekisho.sendlimit.counter.StoredRecord(r.node, r.record, r.states)"
                                + " FROM JournalRecord r WHERE r.writtenAt < :before ORDER BY r.writtenAt DESC",
                        StoredRecord.class)
                .setParameter("before", before)
                .setMaxResults(1)
                .getResultStream()
                .findFirst();
    }

    /** Deletes the records of {@code node} from {@code first} up to, and without, {@code end}. */
    @Transactional
    public void deleteRecords(String node, long first, long end) {
        entities.createQuery(
                        "DELETE FROM JournalRecord r WHERE r.node = :node AND r.record >= :first AND r.record < :end")
                .setParameter("node", node)
                .setParameter("first", first)
                .setParameter("end", end)
                .executeUpdate();
    }

    /** Deletes rows of empty counters. */
    @Transactional
    public void delete(List<String> accounts) {
        if (!accounts.isEmpty()) {
            entities.createQuery("DELETE FROM SendCounter c WHERE c.account IN :accounts")
                    .setParameter("accounts", accounts)
                    .executeUpdate();
        }
    }

    /** Deletes rows that are older than the longest period of a limit. */
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
