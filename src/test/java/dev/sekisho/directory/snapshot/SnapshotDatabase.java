// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.snapshot;

import dev.sekisho.directory.OwnWrites;
import dev.sekisho.directory.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** What the tests of the snapshot do differently on each database. */
enum SnapshotDatabase {
    H2 {
        @Override
        TestDatabase open() throws SQLException {
            return TestDatabase.h2();
        }

        @Override
        String series(int count) {
            return "SYSTEM_RANGE(0, " + (count - 1) + ") AS n(x)";
        }

        @Override
        Set<String> recordedTables(TestDatabase database) {
            return Set.of(
                    TableMark.TABLES.toLowerCase(Locale.ROOT).replace("'", "").split(", "));
        }

        /** As Sekisho's own writes, but without applying them. */
        @Override
        void unrecorded(TestDatabase database, String... statements) throws SQLException {
            OwnWrites.begin();
            try {
                database.execute(statements);
            } finally {
                OwnWrites.end();
            }
        }
    },
    POSTGRESQL {
        @Override
        TestDatabase open() throws SQLException {
            return TestDatabase.postgresql(System.getenv(TestDatabase.POSTGRESQL_URL_VARIABLE));
        }

        @Override
        String series(int count) {
            return "generate_series(0, " + (count - 1) + ") AS n(x)";
        }

        @Override
        Set<String> recordedTables(TestDatabase database) throws SQLException {
            Set<String> tables = new TreeSet<>();
            // INSERT, DELETE, UPDATE and TRUNCATE in PostgreSQL's pg_trigger.h
            each(
                    database,
                    "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p"
                            + " ON p.oid = t.tgfoid WHERE p.proname = 'directory_changed' AND t.tgenabled = 'O'"
                            + " GROUP BY c.relname HAVING bit_or(t.tgtype) & 60 = 60",
                    tables::add);
            return tables;
        }

        /** As a restored backup or logical replication. */
        @Override
        void unrecorded(TestDatabase database, String... statements) throws SQLException {
            List<String> tables = List.of("account", "domain", "alias", "alias_target", "mail_host");
            for (String table : tables) {
                database.execute("ALTER TABLE " + table + " DISABLE TRIGGER USER");
            }
            database.execute(statements);
            for (String table : tables) {
                database.execute("ALTER TABLE " + table + " ENABLE TRIGGER USER");
            }
        }
    };

    abstract TestDatabase open() throws SQLException;

    /** A table expression with the numbers from 0 in the column x. */
    abstract String series(int count);

    /** The tables whose changes lead to a read. */
    abstract Set<String> recordedTables(TestDatabase database) throws SQLException;

    /** Makes a change that is not recorded. */
    abstract void unrecorded(TestDatabase database, String... statements) throws SQLException;

    /** Passes the first column of each row. */
    static void each(TestDatabase database, String sql, Consumer<String> receiver) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                receiver.accept(row.getString(1));
            }
        }
    }
}
