// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import com.google.errorprone.annotations.ThreadSafe;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * Records the states that plain SQL has set in {@code account_state_change}, for databases without triggers for it.
 *
 * <p>PostgreSQL has triggers. A trigger of H2 is a Java class, which another program that opens the file does not have,
 * so its statements would fail. But only Sekisho uses the file while it runs, so a comparison at the start finds every
 * change.
 */
@ThreadSafe
public final class StateHistory {
    private static final String LATEST =
            " c.account = a.address AND c.id = (SELECT MAX(m.id) FROM account_state_change m"
                    + " WHERE m.account = a.address)";

    /** As the trigger account_state_stamped: a statement that sets status_since is complete by itself. */
    private static final String STAMP = "UPDATE account a SET status_since = CURRENT_TIMESTAMP,"
            + " status_by = CASE WHEN EXISTS (SELECT 1 FROM account_state_change c WHERE" + LATEST
            + " AND COALESCE(c.changed_by, 'sql') = COALESCE(a.status_by, 'sql')) THEN 'sql' ELSE a.status_by END"
            + " WHERE EXISTS (SELECT 1 FROM account_state_change c WHERE" + LATEST + " AND c.since = a.status_since"
            + " AND (c.status <> a.status OR c.until IS DISTINCT FROM a.status_until))";

    /** As the trigger account_state_recorded. */
    private static final String RECORD =
            "INSERT INTO account_state_change (account, status, since, until, reason, changed_by)"
                    + " SELECT a.address, a.status, a.status_since, a.status_until, a.status_reason,"
                    + " COALESCE(a.status_by, 'sql')"
                    + " FROM account a LEFT JOIN account_state_change c ON" + LATEST
                    + " WHERE c.id IS NULL OR c.status <> a.status OR c.since <> a.status_since"
                    + " OR c.until IS DISTINCT FROM a.status_until OR c.reason IS DISTINCT FROM a.status_reason";

    /**
     * Removes outdated deletions of accounts that plain SQL has deleted again; {@link #DELETED} inserts the new ones.
     */
    private static final String OUTDATED =
            "DELETE FROM deleted_entry WHERE kind = 'account' AND NOT EXISTS (SELECT 1 FROM"
                    + " account a WHERE a.address = name) AND EXISTS (SELECT 1 FROM account_state_change c WHERE"
                    + " c.account = name"
                    + " AND c.changed_at > deleted_at)";

    private static final String DELETED =
            "INSERT INTO deleted_entry (kind, name, deleted_at) SELECT 'account', c.account,"
                    + " MAX(c.changed_at) FROM account_state_change c WHERE NOT EXISTS (SELECT 1 FROM account a WHERE"
                    + " a.address = c.account) AND NOT EXISTS (SELECT 1 FROM deleted_entry d WHERE d.kind = 'account'"
                    + " AND"
                    + " d.name = c.account) GROUP BY c.account";

    private StateHistory() {}

    /**
     * Records missing states. Call it outside any transaction, before any other writes.
     *
     * @return the number of recorded states
     * @throws SQLException if the database fails
     */
    public static int catchUp(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection()) {
            if (!connection.getMetaData().getDatabaseProductName().equals("H2")) {
                return 0;
            }
            boolean autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate(STAMP);
                int recorded = statement.executeUpdate(RECORD);
                statement.executeUpdate(OUTDATED);
                statement.executeUpdate(DELETED);
                connection.commit();
                return recorded;
            } finally {
                // Undoes a partial update after a failure.
                connection.rollback();
                connection.setAutoCommit(autoCommit);
            }
        }
    }
}
