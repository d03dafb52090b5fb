// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.snapshot;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Runs queries. */
final class Rows {
    /** Rows that the driver fetches at a time: bounds its memory, at 20 round trips for 100,000 rows. */
    private static final int FETCH_ROWS = 5_000;

    /** Keys in one statement. */
    static final int KEYS = 1_000;

    /** Processes a row. */
    interface Row {
        void read(ResultSet row) throws SQLException;
    }

    private Rows() {}

    static void each(Connection connection, String sql, Row reader) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            each(statement, reader);
        }
    }

    /** Runs {@code sql}, which has one parameter in {@code = ANY (?)}, with some keys at a time. */
    static void each(Connection connection, String sql, Collection<String> keys, Row reader) throws SQLException {
        List<String> all = new ArrayList<>(keys);
        for (int from = 0; from < all.size(); from += KEYS) {
            List<String> some = all.subList(from, Math.min(from + KEYS, all.size()));
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setArray(1, connection.createArrayOf("varchar", some.toArray()));
                each(statement, reader);
            }
        }
    }

    static void each(PreparedStatement statement, Row reader) throws SQLException {
        statement.setFetchSize(FETCH_ROWS);
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                reader.read(row);
            }
        }
    }
}
