// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.snapshot.ChangeMark;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * Puts the states that plain SQL set into {@code account_state_change}, where the database does not do so itself.
 *
 * <p>PostgreSQL has triggers for it. A trigger of H2 is a Java class, which whoever opens the file with another program
 * does not have: his statement would fail. But H2's file is Sekisho's alone while it runs, so comparing at the start
 * finds every change.
 */
@ThreadSafe
public final class StateHistory {
    private static final String LATEST =
            " c.account = a.address AND c.id = (SELECT MAX(m.id) FROM account_state_change m"
                    + " WHERE m.account = a.address)";

    /** As the trigger account_state_stamped: who set status_since, said all of it himself. */
    private static final String STAMP = "UPDATE account a SET status_since = CURRENT_TIMESTAMP,"
            + " status_by = CASE WHEN EXISTS (SELECT 1 FROM account_state_change c WHERE" + LATEST
            + " AND COALESCE(c.changed_by, 'sql') = COALESCE(a.status_by, 'sql')) THEN 'sql' ELSE a.status_by END"
            + " WHERE EXISTS (SELECT 1 FROM account_state_change c WHERE" + LATEST + " AND c.since = a.status_since"
            + " AND (c.status <> a.status OR c.until IS DISTINCT FROM a.status_until))";

    /** As the trigger account_state_recorded. */
    private static final String RECORD =
            "INSERT INTO account_state_change (account, status, since, until, reason, changed_by)"
                    + " SELECT a.address, a.status, a.status_since, a.status_until, a.status_reason, COALESCE(a.status_by, 'sql')"
                    + " FROM account a LEFT JOIN account_state_change c ON" + LATEST
                    + " WHERE c.id IS NULL OR c.status <> a.status OR c.since <> a.status_since"
                    + " OR c.until IS DISTINCT FROM a.status_until OR c.reason IS DISTINCT FROM a.status_reason";

    /** Deletions by plain SQL, which nobody noted: of the last state that is known. */
    private static final String UNNOTED =
            "DELETE FROM deleted_entry WHERE kind = 'account' AND NOT EXISTS (SELECT 1 FROM"
                    + " account a WHERE a.address = name) AND EXISTS (SELECT 1 FROM account_state_change c WHERE c.account = name"
                    + " AND c.changed_at > deleted_at)";

    private static final String DELETED =
            "INSERT INTO deleted_entry (kind, name, deleted_at) SELECT 'account', c.account,"
                    + " MAX(c.changed_at) FROM account_state_change c WHERE NOT EXISTS (SELECT 1 FROM account a WHERE"
                    + " a.address = c.account) AND NOT EXISTS (SELECT 1 FROM deleted_entry d WHERE d.kind = 'account' AND"
                    + " d.name = c.account) GROUP BY c.account";

    private StateHistory() {}

    /**
     * Records what is not recorded yet; to be called outside any transaction, before anybody else writes.
     *
     * @return how many states that were
     * @throws SQLException if the database cannot be asked
     */
    public static int catchUp(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection()) {
            if (ChangeMark.of(connection) != ChangeMark.H2) {
                return 0;
            }
            boolean autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate(STAMP);
                int recorded = statement.executeUpdate(RECORD);
                statement.executeUpdate(UNNOTED);
                statement.executeUpdate(DELETED);
                connection.commit();
                return recorded;
            } finally {
                // After a failure: takes back the half of it.
                connection.rollback();
                connection.setAutoCommit(autoCommit);
            }
        }
    }
}
