// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.snapshot;

import dev.sekisho.database.LongWork;
import dev.sekisho.directory.ChangedRows;
import dev.sekisho.directory.TestDatabase;
import dev.sekisho.limit.SendLimits;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A small directory in a database, and its snapshot. */
abstract class SnapshotScenario {
    private final SnapshotDatabase kind;
    TestDatabase database;
    SnapshotHolder copy;
    final List<String> messages = new ArrayList<>();
    private final Logger logger = Logger.getLogger("dev.sekisho.directory");
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            messages.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    SnapshotScenario(SnapshotDatabase kind) {
        this.kind = kind;
    }

    @BeforeEach
    void load() throws SQLException {
        logger.setLevel(Level.INFO);
        logger.addHandler(handler);
        database = kind.open();
        database.execute(
                "INSERT INTO mail_host (name, address, quota_port) VALUES ('mx1', 'mx1.example.org', 12340)",
                "INSERT INTO mail_host (name, address, state) VALUES ('mx2', '192.0.2.2', 'draining')",
                "INSERT INTO domain (name, send_limits) VALUES ('example.org', '500/1d')",
                "INSERT INTO account (address, domain_name, secret, mail_host)"
                        + " VALUES ('alice@example.org', 'example.org', '{PLAIN}x', 'mx1')",
                "INSERT INTO account (address, domain_name, secret, mail_host, send_limits)"
                        + " VALUES ('bob@example.org', 'example.org', '{PLAIN}x', 'mx2', '10/1h')",
                "INSERT INTO alias (address) VALUES ('info@example.org')",
                "INSERT INTO alias_target (alias_address, target) VALUES ('info@example.org', 'alice@example.org')");
        copy = new SnapshotHolder(database, new LongWork(10_000), "+", Clock.systemUTC());
        copy.load();
    }

    @AfterEach
    void close() throws SQLException {
        logger.removeHandler(handler);
        logger.setLevel(null);
        database.close();
    }

    SendLimits limits(String account) {
        return copy.snapshot().sender(account).limits();
    }

    /** Lets the second reading pass that follows a change on H2. */
    void settle() {
        copy.poll();
        copy.poll();
    }

    static ChangedRows changed(String kind, String... keys) {
        ChangedRows rows = new ChangedRows();
        for (String key : keys) {
            switch (kind) {
                case "accounts" -> rows.account(key);
                case "aliases" -> rows.alias(key);
                case "domains" -> rows.domain(key);
                default -> rows.rules();
            }
        }
        return rows;
    }

    Set<String> recordedTables() throws SQLException {
        return kind.recordedTables(database);
    }

    void unrecorded(String... statements) throws SQLException {
        kind.unrecorded(database, statements);
    }

    /** Inserts accounts by one statement. */
    void manyAccounts(int count) throws SQLException {
        database.execute("INSERT INTO account (address, domain_name, secret, mail_host) " + accounts(count));
    }

    String accounts(int count) {
        return "SELECT 'u' || x || '@example.org', 'example.org', '{PLAIN}x', 'mx1' FROM " + kind.series(count);
    }
}
