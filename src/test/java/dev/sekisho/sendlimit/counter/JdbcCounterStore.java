// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import dev.sekisho.directory.TestDatabase;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The counters' real statements on a real database, each write a transaction, without a container. A commit's answer
 * can be lost.
 *
 * <p>Confined to one thread.
 */
final class JdbcCounterStore extends CounterStore {
    private final TestDatabase database;
    private int untilLost = -1;
    int batches;

    JdbcCounterStore(TestDatabase database) {
        this.database = database;
    }

    /** After so many more writes the database is away; the last commit arrives, but its answer is lost. */
    void loseAfter(int writes) {
        untilLost = writes;
    }

    @Override
    public void read(OffsetDateTime since, Consumer<StoredCounter> row) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "SELECT account, windows, revision FROM send_counter WHERE counted_at >= ?")) {
            statement.setObject(1, since);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    row.accept(new StoredCounter(rows.getString(1), rows.getString(2), rows.getLong(3)));
                }
            }
        } catch (SQLException e) {
            throw new PersistenceException(e);
        }
    }

    @Override
    public void write(Map<String, CounterState> values, OffsetDateTime now) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            write(connection, values, now);
            connection.commit();
            batches++;
            if (untilLost >= 0 && untilLost-- == 0) {
                database.setAway(true);
                throw new SQLException("the connection is lost");
            }
        } catch (SQLException e) {
            throw new PersistenceException(e);
        }
    }

    @Override
    public void append(String node, long first, List<byte[]> records, OffsetDateTime now) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            append(connection, node, first, records, now);
            connection.commit();
            batches++;
            if (untilLost >= 0 && untilLost-- == 0) {
                database.setAway(true);
                throw new SQLException("the connection is lost");
            }
        } catch (SQLException e) {
            throw new PersistenceException(e);
        }
    }

    @Override
    public void readJournal(Consumer<StoredRecord> record) {
        records("SELECT node, record, states FROM counter_journal", null).forEach(record);
    }

    @Override
    public Optional<StoredRecord> newestRecord(OffsetDateTime before) {
        return records(
                        "SELECT node, record, states FROM counter_journal WHERE written_at < ?"
                                + " ORDER BY written_at DESC LIMIT 1",
                        before)
                .stream()
                .findFirst();
    }

    private List<StoredRecord> records(String sql, @Nullable OffsetDateTime before) {
        List<StoredRecord> records = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            if (before != null) {
                statement.setObject(1, before);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    records.add(new StoredRecord(rows.getString(1), rows.getLong(2), rows.getBytes(3)));
                }
            }
        } catch (SQLException e) {
            throw new PersistenceException(e);
        }
        return records;
    }

    @Override
    public void deleteRecords(String node, long first, long end) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "DELETE FROM counter_journal WHERE node = ? AND record >= ? AND record < ?")) {
            statement.setString(1, node);
            statement.setLong(2, first);
            statement.setLong(3, end);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new PersistenceException(e);
        }
    }

    @Override
    public void delete(List<String> accounts) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("DELETE FROM send_counter WHERE account = ?")) {
            for (String account : accounts) {
                statement.setString(1, account);
                statement.executeUpdate();
            }
        } catch (SQLException e) {
            throw new PersistenceException(e);
        }
    }

    @Override
    public int forget(OffsetDateTime countedBefore) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("DELETE FROM send_counter WHERE counted_at < ?")) {
            statement.setObject(1, countedBefore);
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new PersistenceException(e);
        }
    }
}
