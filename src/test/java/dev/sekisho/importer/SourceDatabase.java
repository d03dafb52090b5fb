// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.importer;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Another system's tables, in a schema of its own in the PostgreSQL database that the environment names. */
@ThreadSafe
public final class SourceDatabase {
    private SourceDatabase() {}

    /**
     * Creates the tables of a system with their rows, and returns the JDBC URL.
     *
     * @param more further scripts for the same tables
     */
    public static String make(String system, String... more) throws SQLException, IOException {
        String url = System.getenv(TestDatabase.POSTGRESQL_URL_VARIABLE);
        String schema = "from_" + system.replace('-', '_') + System.getProperty("test.process", "");
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
            statement.execute("CREATE SCHEMA " + schema);
            statement.execute("SET search_path = " + schema);
            statement.execute(script(system));
            for (String each : more) {
                statement.execute(script(each));
            }
        }
        return url + "&currentSchema=" + schema;
    }

    private static String script(String name) throws IOException {
        try (InputStream file = SourceDatabase.class.getResourceAsStream(name + ".sql")) {
            if (file == null) {
                throw new IOException("no tables of " + name);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
