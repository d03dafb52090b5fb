// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.UUID;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/**
 * A database with the directory's tables, made by the migrations: H2 in memory, or the PostgreSQL database that the
 * environment names, emptied first. A test can make it unavailable and available again.
 *
 * <p>Confined to the test's threads.
 */
public final class TestDatabase implements DataSource, AutoCloseable {
    /** A PostgreSQL database that may be emptied, as a JDBC URL with user and password. */
    public static final String POSTGRESQL_URL_VARIABLE = "TEST_POSTGRESQL_URL";

    private static final String COMMON = "classpath:db/migration/common";

    private final String url;
    private final Connection keeper;
    private volatile boolean away;

    /** Each process of the build has its own schema, because several run tests at the same time. */
    private static final String SCHEMA = "unit_" + System.getProperty("test.process", "1");

    private TestDatabase(String url, String... locations) throws SQLException {
        this.url = url;
        // H2 drops a database in memory when the last connection is closed.
        this.keeper = DriverManager.getConnection(url);
        Flyway flyway = Flyway.configure()
                .dataSource(this)
                .locations(locations)
                .schemas(url.startsWith("jdbc:h2:") ? "PUBLIC" : SCHEMA)
                .cleanDisabled(false)
                .load();
        flyway.clean();
        flyway.migrate();
    }

    public static TestDatabase h2() throws SQLException {
        return new TestDatabase("jdbc:h2:mem:" + UUID.randomUUID(), COMMON);
    }

    public static TestDatabase postgresql(String url) throws SQLException {
        return new TestDatabase(ownSchema(url), COMMON, "classpath:db/migration/postgresql");
    }

    /** The URL with the schema of this process, which Flyway creates. */
    public static String ownSchema(String url) {
        return url + (url.contains("?") ? "&" : "?") + "currentSchema=" + SCHEMA;
    }

    public void setAway(boolean away) {
        this.away = away;
    }

    public void execute(String... statements) throws SQLException {
        try (Connection connection = getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The statement that drops the constraint against unknown words in a column. */
    public String withoutChecks(String table, String column) throws SQLException {
        String sql = url.startsWith("jdbc:h2:")
                ? "SELECT constraint_name FROM information_schema.constraint_column_usage WHERE UPPER(table_name) = UPPER('"
                        + table + "') AND UPPER(column_name) = UPPER('" + column + "')"
                : "SELECT conname FROM pg_constraint WHERE contype = 'c' AND conrelid = '" + table
                        + "'::regclass AND pg_get_constraintdef(oid) LIKE '%" + column + "%'";
        try (Connection connection = getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            StringBuilder drop = new StringBuilder("ALTER TABLE " + table);
            String comma = "";
            while (row.next()) {
                drop.append(comma).append(" DROP CONSTRAINT ").append(row.getString(1));
                comma = ",";
            }
            return drop.toString();
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (away) {
            throw new SQLException("the database is away");
        }
        return DriverManager.getConnection(url);
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public void close() throws SQLException {
        keeper.close();
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
