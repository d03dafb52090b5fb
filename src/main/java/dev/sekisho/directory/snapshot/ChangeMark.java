// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.snapshot;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Detects changes of the directory's tables by any means: after a change, the mark of the database differs from the
 * previous one.
 */
public enum ChangeMark {
    /**
     * The rows that triggers write to {@code directory_change} (V7__directory_changes.sql), which become visible with
     * the change. IDs are assigned before the commit, so the greatest ID alone would miss a late commit of a smaller
     * one.
     */
    POSTGRESQL(
            "SELECT count(*) || '/' || coalesce(max(id), 0) || '/' || coalesce(sum(id), 0) FROM directory_change",
            // The greatest ID stays, so that a later mark is never equal to an earlier one.
            "DELETE FROM directory_change WHERE changed_at < clock_timestamp() - INTERVAL '10 minutes'"
                    + " AND id < (SELECT max(id) FROM directory_change)",
            false),

    /** H2's modification count. It changes shortly before the change is visible. */
    H2(
            "SELECT MAX(LAST_MODIFICATION) FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = CURRENT_SCHEMA AND"
                    + " TABLE_NAME IN ('INSTALLATION', 'MAIL_HOST', 'DOMAIN', 'ACCOUNT', 'ALIAS', 'ALIAS_TARGET',"
                    + " 'MAIL_HOST_ADDRESS',"
                    + " 'PLAN', 'SEND_SCOPE', 'SEND_EXEMPTION')",
            null,
            true);

    private final String sql;
    private final @Nullable String pruneSql;
    private final boolean early;

    ChangeMark(String sql, @Nullable String pruneSql, boolean early) {
        this.sql = sql;
        this.pruneSql = pruneSql;
        this.early = early;
    }

    /**
     * The kind of the connection's database.
     *
     * @throws SQLException if the database is neither H2 nor PostgreSQL, or fails
     */
    public static ChangeMark of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        for (ChangeMark kind : values()) {
            if (kind.name().equals(product.toUpperCase(Locale.ROOT))) {
                return kind;
            }
        }
        throw new SQLException("database " + product + " is neither PostgreSQL nor H2");
    }

    String read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }

    /** Whether a read directly after a new mark may still return the old rows. */
    boolean isEarly() {
        return early;
    }

    /** Deletes old marks, which every node has seen. */
    void prune(Connection connection) throws SQLException {
        if (pruneSql != null) {
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate(pruneSql);
            }
        }
    }
}
