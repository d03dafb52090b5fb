// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.origin;

import dev.sekisho.account.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Another system's tables, in a schema of its own in the PostgreSQL database that the environment names.
 *
 * <p>Stateless and safe for use by many threads.
 */
public final class SourceDatabase {
    private SourceDatabase() {}

    /** Makes the tables of a system and what is in them, and gives the JDBC URL. */
    public static String make(String system) throws SQLException, IOException {
        String url = System.getenv(TestDatabase.POSTGRESQL_URL_VARIABLE);
        String schema = "from_" + system;
        try (InputStream file = SourceDatabase.class.getResourceAsStream(system + ".sql");
                Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            if (file == null) {
                throw new IOException("no tables of " + system);
            }
            statement.execute("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
            statement.execute("CREATE SCHEMA " + schema);
            statement.execute("SET search_path = " + schema);
            statement.execute(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        }
        return url + "&currentSchema=" + schema;
    }
}
