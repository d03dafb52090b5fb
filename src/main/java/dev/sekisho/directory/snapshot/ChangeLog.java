// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.snapshot;

import dev.sekisho.directory.ChangedRows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The log of changes in PostgreSQL: the rows that triggers write to {@code directory_change}
 * (V7__directory_changes.sql).
 *
 * <p>Transactions commit in another order than they get their IDs. The position is therefore a snapshot of PostgreSQL,
 * which names the transactions that it sees: each row of the log is read exactly once, in the first snapshot that sees
 * its transaction.
 *
 * <p>Each node has its own position. Rows stay in the log for {@link #KEPT_SECONDS} after a node has seen them, so a
 * node that was away for longer than {@link #AWAY_SECONDS} reads everything.
 */
final class ChangeLog implements ChangeSource {
    static final long KEPT_SECONDS = 600;

    /** Less than {@link #KEPT_SECONDS}, so that the other nodes' clocks need not be exact. */
    static final long AWAY_SECONDS = 300;

    /** A server that was started again may have lost commits: a standby, or a backup. */
    private static final String READ = """
            SELECT CAST(now.seen AS VARCHAR), CAST(EXTRACT(EPOCH FROM clock_timestamp()) AS BIGINT),
                   EXTRACT(EPOCH FROM pg_postmaster_start_time()) || '/' || current_database() || '/'
                       || current_schema(),
                   pg_snapshot_xmax(now.seen) < pg_snapshot_xmax(since.seen), c.id, c.kind, c.key
              FROM (SELECT pg_current_snapshot()) now (seen)
             CROSS JOIN (SELECT CAST(? AS PG_SNAPSHOT)) since (seen)
              LEFT JOIN directory_change c
                ON c.xid >= pg_snapshot_xmin(since.seen) AND NOT pg_visible_in_snapshot(c.xid, since.seen)
             LIMIT ?""";

    private static final String PRUNE = "DELETE FROM directory_change WHERE xid < pg_snapshot_xmax(CAST(? AS"
            + " PG_SNAPSHOT)) AND pg_visible_in_snapshot(xid, CAST(? AS PG_SNAPSHOT))";

    /** Before the first read: no transaction is visible, and none is after it either. */
    private static final String NONE = "1:1:";

    /** A snapshot of PostgreSQL as text, the time of the database in seconds, and the server. */
    private record Position(String seen, long seconds, String server) {}

    private @Nullable Position position;
    /** Positions that are a minute or more apart, oldest first. */
    private final Deque<Position> accepted = new ArrayDeque<>();

    @Override
    public Changes read(Connection connection) throws SQLException {
        Position since = position;
        ChangedRows rows = new ChangedRows();
        try (PreparedStatement statement = connection.prepareStatement(READ)) {
            statement.setString(1, since == null ? NONE : since.seen);
            statement.setInt(2, since == null ? 1 : ChangedRows.MAX_ROWS + 1);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                Position next = new Position(row.getString(1), row.getLong(2), row.getString(3));
                if (since == null || row.getBoolean(4) || mayHaveMissed(since, next)) {
                    return new Changes(rows.everything(), next);
                }
                int count = 0;
                do {
                    add(rows, row);
                    count++;
                } while (row.next());
                return new Changes(count > ChangedRows.MAX_ROWS ? rows.everything() : rows, next);
            }
        }
    }

    private static boolean mayHaveMissed(Position since, Position next) {
        return !since.server.equals(next.server) || Math.abs(next.seconds - since.seconds) > AWAY_SECONDS;
    }

    private static void add(ChangedRows rows, ResultSet row) throws SQLException {
        row.getLong(5);
        if (row.wasNull()) {
            return;
        }
        String key = row.getString(7);
        // An unknown kind is that of a newer version.
        switch (key == null && !"rules".equals(row.getString(6)) ? "everything" : row.getString(6)) {
            case "account" -> rows.account(key);
            case "alias" -> rows.alias(key);
            case "domain" -> rows.domain(key);
            case "rules" -> rows.rules();
            default -> rows.everything();
        }
    }

    @Override
    public void accept(Changes changes) {
        Position next = (Position) changes.position();
        position = next;
        Position latest = accepted.peekLast();
        if (latest == null || Math.abs(next.seconds - latest.seconds) >= 60) {
            accepted.addLast(next);
        }
    }

    /** Deletes what this node has seen {@link #KEPT_SECONDS} ago. */
    @Override
    public void prune(Connection connection) throws SQLException {
        Position now = position;
        Position old = null;
        while (now != null && !accepted.isEmpty() && now.seconds - accepted.getFirst().seconds >= KEPT_SECONDS) {
            old = accepted.removeFirst();
        }
        if (old == null) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(PRUNE)) {
            statement.setString(1, old.seen);
            statement.setString(2, old.seen);
            statement.executeUpdate();
        }
    }
}
