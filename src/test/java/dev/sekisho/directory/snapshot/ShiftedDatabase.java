// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.snapshot;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/** A PostgreSQL database whose clock_timestamp() is ahead: a function of that name hides the built-in one. */
final class ShiftedDatabase {
    private ShiftedDatabase() {}

    static DataSource of(DataSource database, AtomicLong seconds) {
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    Connection connection = database.getConnection();
                    shift(connection, seconds.get());
                    return connection;
                });
    }

    /** Sets the clock of all connections of this kind. */
    static void shift(Connection connection, long seconds) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA IF NOT EXISTS shifted");
            statement.execute("CREATE OR REPLACE FUNCTION shifted.clock_timestamp() RETURNS TIMESTAMP WITH TIME ZONE"
                    + " LANGUAGE sql AS $$SELECT pg_catalog.clock_timestamp() + INTERVAL '" + seconds + " seconds'$$");
            // The last schema is that of the tables, also when the connection is shifted once more.
            statement.execute("SELECT set_config('search_path', 'shifted, pg_catalog, '"
                    + " || (current_schemas(false))[cardinality(current_schemas(false))], false)");
        }
    }
}
