// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.importer;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table of another system's database row by row. Versions differ in their columns: an absent column has its
 * default.
 */
final class Table {
    /** Rows that the driver fetches at a time. */
    private static final int FETCH_ROWS = 5_000;

    /** Processes a row. */
    interface Rows {
        void read(Table row) throws SQLException;
    }

    private final ResultSet result;
    private final Map<String, Integer> columns = new HashMap<>();

    private Table(ResultSet result) throws SQLException {
        this.result = result;
        ResultSetMetaData meta = result.getMetaData();
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            columns.put(meta.getColumnLabel(i).toLowerCase(Locale.ROOT), i);
        }
    }

    static void each(Connection connection, String sql, Rows reader) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(FETCH_ROWS);
            try (ResultSet result = statement.executeQuery()) {
                Table row = new Table(result);
                while (result.next()) {
                    reader.read(row);
                }
            }
        }
    }

    /** Whether the schema of the connection has a table. */
    static boolean exists(Connection connection, String name) throws SQLException {
        try (ResultSet tables =
                connection.getMetaData().getTables(connection.getCatalog(), connection.getSchema(), name, null)) {
            return tables.next();
        }
    }

    /** The number of rows of a table; 0 if it does not exist. */
    static long count(Connection connection, String name, String where) throws SQLException {
        if (!exists(connection, name)) {
            return 0;
        }
        long[] count = new long[1];
        each(connection, "SELECT COUNT(*) AS n FROM " + name + where, row -> count[0] = row.number("n", 0));
        return count[0];
    }

    boolean has(String column) {
        return columns.containsKey(column);
    }

    /** Whether a value is NULL, or its column is absent. */
    boolean isNull(String column) throws SQLException {
        @Nullable Integer index = columns.get(column);
        return index == null || result.getObject(index) == null;
    }

    /** A text; empty for NULL. */
    String text(String column) throws SQLException {
        @Nullable Integer index = columns.get(column);
        @Nullable String text = index == null ? null : result.getString(index);
        return text == null ? "" : text;
    }

    long number(String column, long otherwise) throws SQLException {
        @Nullable Integer index = columns.get(column);
        if (index == null) {
            return otherwise;
        }
        long number = result.getLong(index);
        return result.wasNull() ? otherwise : number;
    }

    /** A boolean of PostgreSQL; a number is true if it is not 0. */
    boolean flag(String column, boolean otherwise) throws SQLException {
        @Nullable Integer index = columns.get(column);
        if (index == null) {
            return otherwise;
        }
        boolean flag = result.getBoolean(index);
        return result.wasNull() ? otherwise : flag;
    }

    Optional<Timestamp> time(String column) throws SQLException {
        @Nullable Integer index = columns.get(column);
        return index == null ? Optional.empty() : Optional.ofNullable(result.getTimestamp(index));
    }
}
