// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.SettableClock;
import dev.sekisho.database.LongWork;
import dev.sekisho.directory.ChangedRows;
import dev.sekisho.directory.MailHostState;
import dev.sekisho.directory.NeedsPostgresql;
import dev.sekisho.directory.OwnWrites;
import dev.sekisho.directory.TestDatabase;
import dev.sekisho.directory.UnauthenticatedPolicy;
import dev.sekisho.limit.SendLimits;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class SnapshotHolderTest {
    @Nested
    class OnH2 extends Contract {
        @Override
        TestDatabase open() throws SQLException {
            return TestDatabase.h2();
        }

        @Override
        String series(int count) {
            return "SYSTEM_RANGE(0, " + (count - 1) + ") AS n(x)";
        }

        @Override
        Set<String> recordedTables() {
            return Set.of(
                    TableMark.TABLES.toLowerCase(Locale.ROOT).replace("'", "").split(", "));
        }

        /** As Sekisho's own writes, but without applying them. */
        @Override
        void unrecorded(String... statements) throws SQLException {
            OwnWrites.begin();
            try {
                database.execute(statements);
            } finally {
                OwnWrites.end();
            }
        }

        @Test
        void ownWritesLeadToNoWholeRead() throws SQLException {
            settle();
            long reads = copy.wholeReads();
            OwnWrites.begin();
            database.execute("UPDATE account SET send_limits = '2/1h' WHERE address = 'bob@example.org'");
            copy.poll();
            database.execute("UPDATE account SET send_limits = '3/1h' WHERE address = 'bob@example.org'");
            copy.apply(new ChangedRows().account("bob@example.org"));
            OwnWrites.end();
            settle();
            assertThat(copy.wholeReads()).isEqualTo(reads);
            assertThat(limits("bob@example.org")).hasToString("3/1h");
            database.execute("UPDATE account SET send_limits = '4/1h' WHERE address = 'bob@example.org'");
            copy.poll();
            assertThat(limits("bob@example.org")).hasToString("4/1h");
        }
    }

    @Nested
    @NeedsPostgresql
    class OnPostgresql extends Contract {
        @Override
        TestDatabase open() throws SQLException {
            return TestDatabase.postgresql(System.getenv(TestDatabase.POSTGRESQL_URL_VARIABLE));
        }

        @Override
        String series(int count) {
            return "generate_series(0, " + (count - 1) + ") AS n(x)";
        }

        @Override
        Set<String> recordedTables() throws SQLException {
            Set<String> tables = new TreeSet<>();
            // INSERT, DELETE, UPDATE and TRUNCATE in PostgreSQL's pg_trigger.h
            each(
                    "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p"
                            + " ON p.oid = t.tgfoid WHERE p.proname = 'directory_changed' AND t.tgenabled = 'O'"
                            + " GROUP BY c.relname HAVING bit_or(t.tgtype) & 60 = 60",
                    tables::add);
            return tables;
        }

        /** As a restored backup or logical replication. */
        @Override
        void unrecorded(String... statements) throws SQLException {
            List<String> tables = List.of("account", "domain", "alias", "alias_target", "mail_host");
            for (String table : tables) {
                database.execute("ALTER TABLE " + table + " DISABLE TRIGGER USER");
            }
            database.execute(statements);
            for (String table : tables) {
                database.execute("ALTER TABLE " + table + " ENABLE TRIGGER USER");
            }
        }

        private void each(String sql, Consumer<String> receiver) throws SQLException {
            try (Connection connection = database.getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                while (row.next()) {
                    receiver.accept(row.getString(1));
                }
            }
        }

        /** Kinds and keys of the log. */
        private List<String> log() throws SQLException {
            List<String> rows = new ArrayList<>();
            each("SELECT concat_ws(' ', kind, key) FROM directory_change ORDER BY id", rows::add);
            return rows;
        }

        private void emptyLog() throws SQLException {
            copy.poll();
            database.execute("DELETE FROM directory_change");
        }

        @Test
        void onlyChangedRowsAreRead() throws SQLException {
            aChangeOfAnyTableIsSeenAtTheNextPoll();
            // One at the start, and one for the limits of the installation, which every account may inherit.
            assertThat(copy.wholeReads()).isEqualTo(2);
        }

        @Test
        void aTransactionThatCommitsAfterALaterOneIsNotMissed() throws SQLException {
            try (Connection first = database.getConnection();
                    Connection second = database.getConnection();
                    Statement early = first.createStatement();
                    Statement late = second.createStatement()) {
                first.setAutoCommit(false);
                second.setAutoCommit(false);
                early.execute("UPDATE account SET send_limits = '1/1h' WHERE address = 'alice@example.org'");
                late.execute("UPDATE account SET send_limits = '2/1h' WHERE address = 'bob@example.org'");
                second.commit();
                settle();
                assertThat(limits("bob@example.org")).hasToString("2/1h");
                assertThat(limits("alice@example.org")).hasToString("500/1d");
                late.execute("UPDATE account SET send_limits = '3/1h' WHERE address = 'bob@example.org'");
                first.commit();
                copy.poll();
                assertThat(limits("alice@example.org")).hasToString("1/1h");
                assertThat(limits("bob@example.org")).hasToString("2/1h");
                second.commit();
                copy.poll();
                assertThat(limits("bob@example.org")).hasToString("3/1h");
            }
            assertThat(copy.wholeReads()).isEqualTo(1);
        }

        /** Many writers, random lengths of their transactions, and two nodes that follow them. */
        @Test
        void concurrentWritersAreFollowedExactly() throws Exception {
            long seed = System.nanoTime();
            SnapshotHolder other = new SnapshotHolder(database, new LongWork(10_000), "+", Clock.systemUTC());
            other.load();
            manyAccounts(50);
            List<Thread> writers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Random random = new Random(seed + i);
                Thread writer = new Thread(() -> write(random));
                writer.start();
                writers.add(writer);
            }
            while (writers.stream().anyMatch(Thread::isAlive)) {
                copy.poll();
                other.poll();
            }
            copy.poll();
            other.poll();
            Map<String, String> rows = new HashMap<>();
            each(
                    "SELECT address || ' ' || coalesce(send_limits, '500/1d') FROM account",
                    row -> rows.put(row.substring(0, row.indexOf(' ')), row.substring(row.indexOf(' ') + 1)));
            for (SnapshotHolder each : List.of(copy, other)) {
                rows.forEach((address, limits) -> assertThat(
                                each.snapshot().sender(address).limits())
                        .as(address + ", seed " + seed)
                        .hasToString(limits));
                assertThat(each.wholeReads()).isEqualTo(1);
            }
        }

        private void write(Random random) {
            try (Connection connection = database.getConnection();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                for (int i = 0; i < 100; i++) {
                    // In one order, so that there is no deadlock.
                    for (int key = random.nextInt(50); key < 50; key += 1 + random.nextInt(25)) {
                        statement.execute("UPDATE account SET send_limits = '" + (1 + random.nextInt(1000))
                                + "/1h' WHERE address = 'u" + key + "@example.org'");
                    }
                    if (random.nextInt(4) == 0) {
                        connection.rollback();
                    } else {
                        connection.commit();
                    }
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        @Test
        void theLogHasTheKeysOfWhatWasCommitted() throws SQLException {
            emptyLog();
            try (Connection connection = database.getConnection();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                statement.execute("UPDATE account SET send_limits = '1/1h' WHERE address = 'alice@example.org'");
                connection.rollback();
                Savepoint savepoint = connection.setSavepoint();
                statement.execute("UPDATE account SET send_limits = '1/1h' WHERE address = 'bob@example.org'");
                connection.rollback(savepoint);
                statement.execute("UPDATE account SET address = 'al@example.org' WHERE address = 'alice@example.org'");
                statement.execute("DELETE FROM account WHERE address = 'unknown@example.org'");
                statement.execute("DELETE FROM alias");
                statement.execute("UPDATE plan SET send_limits = NULL");
                connection.commit();
            }
            assertThat(log())
                    .containsExactlyInAnyOrder(
                            "account al@example.org",
                            "account alice@example.org",
                            "alias info@example.org",
                            "alias info@example.org");
        }

        @Test
        void aBulkChangeIsOneRowOfTheLogAndOneWholeRead() throws SQLException {
            emptyLog();
            manyAccounts(10_001);
            assertThat(log()).containsExactly("everything");
            copy.poll();
            copy.poll();
            assertThat(copy.wholeReads()).isEqualTo(2);
            assertThat(copy.snapshot().sender("u10000@example.org").known()).isTrue();

            emptyLog();
            try (Connection connection = database.getConnection();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                for (int i = 0; i < 3; i++) {
                    statement.execute("UPDATE account SET send_limits = '" + (i + 1)
                            + "/1h' WHERE address < 'u5' AND address LIKE 'u%'");
                }
                Savepoint savepoint = connection.setSavepoint();
                statement.execute("UPDATE account SET send_limits = '9/1h'");
                connection.rollback(savepoint);
                statement.execute("UPDATE account SET plan = NULL WHERE address = 'bob@example.org'");
                connection.commit();
            }
            assertThat(log()).hasSizeLessThan(10_001).last().isEqualTo("everything");
            copy.poll();
            assertThat(copy.wholeReads()).isEqualTo(3);
            assertThat(limits("u1@example.org")).hasToString("3/1h");

            emptyLog();
            database.execute("TRUNCATE alias, alias_target");
            assertThat(log()).contains("everything");
            copy.poll();
            assertThat(copy.snapshot().route("info@example.org")).isInstanceOf(MailboxRoute.UnknownRecipient.class);
        }

        @Test
        void manySmallChangesBetweenTwoPollsAreOneWholeRead() throws SQLException {
            manyAccounts(9_000);
            database.execute("UPDATE account SET send_limits = '2/1h' WHERE address LIKE 'u%'");
            copy.poll();
            assertThat(copy.wholeReads()).isEqualTo(2);
            assertThat(limits("u8999@example.org")).hasToString("2/1h");
            copy.poll();
            assertThat(copy.wholeReads()).isEqualTo(2);
        }

        @Test
        void aRowOfAnUnknownKindIsAWholeRead() throws SQLException {
            database.execute("INSERT INTO directory_change (kind, key) VALUES ('newer', 'x')");
            copy.poll();
            database.execute("INSERT INTO directory_change DEFAULT VALUES");
            copy.poll();
            assertThat(copy.wholeReads()).isEqualTo(3);
        }

        @Test
        void aNodeThatWasAwayForLongReadsEverything() throws SQLException {
            AtomicLong ahead = new AtomicLong();
            DataSource shifted = ShiftedDatabase.of(database, ahead);
            SnapshotHolder other = new SnapshotHolder(shifted, new LongWork(10_000), "+", Clock.systemUTC());
            other.load();
            database.execute("UPDATE account SET send_limits = '3/1h' WHERE address = 'alice@example.org'");
            ahead.set(200);
            other.poll();
            assertThat(other.wholeReads()).isEqualTo(1);
            assertThat(other.snapshot().sender("alice@example.org").limits()).hasToString("3/1h");
            ahead.set(520);
            other.poll();
            assertThat(other.wholeReads()).isEqualTo(2);
        }

        @Test
        void whatWasSeenTenMinutesAgoIsDeleted() throws SQLException {
            ChangeLog log = new ChangeLog();
            try (Connection connection = database.getConnection()) {
                ShiftedDatabase.shift(connection, 0);
                database.execute("UPDATE account SET send_limits = '2/1h' WHERE address = 'alice@example.org'");
                log.accept(log.read(connection));
                database.execute("UPDATE account SET send_limits = '3/1h' WHERE address = 'bob@example.org'");
                int before = log().size();
                for (int seconds : new int[] {200, 400, 599}) {
                    ShiftedDatabase.shift(connection, seconds);
                    log.accept(log.read(connection));
                    log.prune(connection);
                }
                assertThat(log()).hasSize(before);
                ShiftedDatabase.shift(connection, 601);
                log.accept(log.read(connection));
                log.prune(connection);
                assertThat(log()).containsExactly("account bob@example.org");
            }
        }
    }

    abstract static class Contract {
        TestDatabase database;
        SnapshotHolder copy;
        private final List<String> messages = new ArrayList<>();
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

        abstract TestDatabase open() throws SQLException;

        @BeforeEach
        void load() throws SQLException {
            logger.setLevel(Level.INFO);
            logger.addHandler(handler);
            database = open();
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

        @Test
        void nothingIsKnownBeforeTheFirstReading() {
            SnapshotHolder unread = new SnapshotHolder(database, new LongWork(10_000), "+", Clock.systemUTC());
            assertThat(unread.isLoaded()).isFalse();
            assertThatThrownBy(unread::snapshot).isInstanceOf(IllegalStateException.class);
        }

        @Test
        void everyTableIsRead() {
            assertThat(copy.isLoaded()).isTrue();
            assertThat(copy.snapshot().hostAddresses()).containsExactlyInAnyOrder("mx1.example.org", "192.0.2.2");
            assertThat(limits("alice@example.org")).hasToString("500/1d");
            assertThat(limits("bob@example.org")).hasToString("10/1h");
            assertThat(limits("stranger")).hasToString("unlimited");
            assertThat(copy.snapshot().route("info@example.org"))
                    .isEqualTo(new MailboxRoute.Mailbox(
                            "alice@example.org", new QuotaHost("mx1", "mx1.example.org", 12340, MailHostState.UP)));
            assertThat(copy.snapshot().route("bob@example.org"))
                    .isEqualTo(new MailboxRoute.NoQuotaHost("bob@example.org"));
        }

        /** A change by plain SQL, and what it leads to. */
        private record Change(String sql, Predicate<DirectorySnapshot> effect) {}

        private static Change change(String sql, Predicate<DirectorySnapshot> effect) {
            return new Change(sql, effect);
        }

        private static String limitsOf(DirectorySnapshot snapshot, String account) {
            return snapshot.sender(account).limits().toString();
        }

        private static final List<Change> CHANGES = List.of(
                change(
                        "UPDATE installation SET send_limits = '1000/1d'",
                        it -> limitsOf(it, "stranger").equals("1000/1d")),
                change(
                        "UPDATE mail_host SET quota_port = NULL WHERE name = 'mx1'",
                        it -> it.route("alice@example.org") instanceof MailboxRoute.NoQuotaHost),
                change(
                        "UPDATE mail_host SET quota_port = 12340 WHERE name = 'mx1'",
                        it -> it.route("alice@example.org") instanceof MailboxRoute.Mailbox),
                change(
                        "INSERT INTO mail_host_address (host, address) VALUES ('mx1', '192.0.2.9')",
                        it -> it.hostAddresses().contains("192.0.2.9")),
                change(
                        "DELETE FROM mail_host_address",
                        it -> !it.hostAddresses().contains("192.0.2.9")),
                change(
                        "UPDATE domain SET send_limits = NULL, mx_hosts = '192.0.2.8'",
                        it -> limitsOf(it, "alice@example.org").equals("1000/1d")
                                && it.mxHosts().contains("192.0.2.8")),
                change(
                        "INSERT INTO domain (name) VALUES ('example.com')",
                        it -> it.mailDomain("example.com").isPresent()),
                change(
                        "DELETE FROM domain WHERE name = 'example.com'",
                        it -> it.mailDomain("example.com").isEmpty()),
                change(
                        "UPDATE account SET permit_sending = FALSE WHERE address = 'alice@example.org'",
                        it -> !it.sender("alice@example.org").permitted()),
                change(
                        "UPDATE account SET address = 'robert@example.org' WHERE address = 'bob@example.org'",
                        it -> !it.sender("bob@example.org").known()
                                && limitsOf(it, "robert@example.org").equals("10/1h")),
                change(
                        "INSERT INTO plan (name, send_limits) VALUES ('gold', '900/1h');"
                                + " UPDATE account SET plan = 'gold'",
                        it -> limitsOf(it, "alice@example.org").equals("900/1h")),
                change(
                        "UPDATE plan SET send_limits = '901/1h'",
                        it -> limitsOf(it, "alice@example.org").equals("901/1h")
                                && limitsOf(it, "robert@example.org").equals("10/1h")),
                change(
                        "INSERT INTO send_scope (name, kind, subject) VALUES ('lan', 'network', '192.0.2.0/24')",
                        it -> it.sendScopes().network("192.0.2.1") != null),
                change("DELETE FROM send_scope", it -> it.sendScopes().network("192.0.2.1") == null),
                change(
                        "INSERT INTO send_exemption (name, subject, reason, created_by, created_at) VALUES"
                                + " ('a', '@example.org', 'x', 'x', CURRENT_TIMESTAMP)",
                        it -> it.sender("alice@example.org").exemption().equals("a")),
                change(
                        "UPDATE send_exemption SET subject = 'alice@example.org'",
                        it -> it.sender("alice@example.org").exemption().equals("a")
                                && it.sender("robert@example.org").exemption().isEmpty()),
                change(
                        "INSERT INTO alias (address) VALUES ('sales@example.net'); INSERT INTO alias_target"
                                + " (alias_address, target) VALUES ('sales@example.net', 'alice@example.org')",
                        it -> it.route("sales@example.net").equals(it.route("alice@example.org"))
                                && it.mailDomain("example.net").isPresent()),
                change(
                        "DELETE FROM alias WHERE address = 'sales@example.net'",
                        it -> it.route("sales@example.net") instanceof MailboxRoute.NotOurs
                                && it.mailDomain("example.net").isEmpty()),
                change(
                        "DELETE FROM account WHERE address = 'robert@example.org'",
                        it -> !it.sender("robert@example.org").known()));

        @Test
        void aChangeOfAnyTableIsSeenAtTheNextPoll() throws SQLException {
            for (Change each : CHANGES) {
                settle();
                assertThat(each.effect).as(each.sql).rejects(copy.snapshot());
                database.execute(each.sql.split("; "));
                copy.poll();
                assertThat(each.effect).as(each.sql).accepts(copy.snapshot());
            }
        }

        /** What is not recorded would be stale for a day. */
        @Test
        void changesOfEveryTableThatIsReadAreRecorded() throws SQLException {
            Set<String> read = new TreeSet<>();
            new SnapshotHolder(TablesRead.of(database, read), new LongWork(10_000), "+", Clock.systemUTC()).load();
            assertThat(read)
                    .containsExactly(
                            "account",
                            "alias_target",
                            "domain",
                            "installation",
                            "mail_host",
                            "mail_host_address",
                            "plan",
                            "send_exemption",
                            "send_scope");
            assertThat(recordedTables()).containsAll(read);
        }

        /** The tables whose changes lead to a read. */
        abstract Set<String> recordedTables() throws SQLException;

        /** Makes a change that is not recorded. */
        abstract void unrecorded(String... statements) throws SQLException;

        private DirectoryCheck check() {
            return new DirectoryCheck(database, copy, Clock.systemUTC());
        }

        @Test
        void theDailyCheckFindsWhatWasNotRecordedAndRepairsIt() throws SQLException {
            database.execute("INSERT INTO domain (name) VALUES ('example.com')");
            settle();
            DirectoryCheck check = check();
            check.run();
            assertThat(check.repaired()).isZero();
            assertThat(messages)
                    .singleElement()
                    .asString()
                    .startsWith("SKS0134I")
                    .contains("2 accounts and 1 aliases");
            unrecorded(
                    "UPDATE account SET send_limits = '7/1h' WHERE address = 'alice@example.org'",
                    "INSERT INTO account (address, domain_name, secret, mail_host)"
                            + " VALUES ('new@example.org', 'example.org', '{PLAIN}x', 'mx1')",
                    "DELETE FROM account WHERE address = 'bob@example.org'",
                    "UPDATE alias_target SET target = 'new@example.org'",
                    "INSERT INTO alias (address) VALUES ('sales@example.org')",
                    "INSERT INTO alias_target (alias_address, target) VALUES ('sales@example.org', 'new@example.org')",
                    "DELETE FROM domain WHERE name = 'example.com'",
                    "UPDATE mail_host SET state = 'down' WHERE name = 'mx2'");
            settle();
            long reads = copy.wholeReads();
            assertThat(limits("alice@example.org")).hasToString("500/1d");

            check.run();
            assertThat(limits("alice@example.org")).hasToString("7/1h");
            assertThat(copy.snapshot().sender("bob@example.org").known()).isFalse();
            MailboxRoute added = copy.snapshot().route("new@example.org");
            assertThat(copy.snapshot().route("info@example.org")).isEqualTo(added);
            assertThat(copy.snapshot().route("sales@example.org")).isEqualTo(added);
            assertThat(copy.snapshot().mailDomain("example.com")).isEmpty();
            assertThat(copy.snapshot().hosts()).anyMatch(each -> each.state() == MailHostState.DOWN);
            String report = messages.get(messages.size() - 1);
            assertThat(report).startsWith("SKS0133W").contains("in 3 accounts, 2 aliases and 3 other rows");
            assertThat(check.repaired()).isEqualTo(8);
            assertThat(copy.wholeReads()).isEqualTo(reads);

            check.run();
            assertThat(check.repaired()).isEqualTo(8);
            assertThat(messages).last().asString().startsWith("SKS0134I");
        }

        @Test
        void theDailyCheckComparesMoreThanAPage() throws SQLException {
            manyAccounts(12_000);
            database.execute(
                    "INSERT INTO alias (address) VALUES ('a-list@example.org'), ('z-list@example.org')",
                    "INSERT INTO alias_target (alias_address, target) SELECT 'a-list@example.org', address FROM account"
                            + " WHERE address LIKE 'u%'",
                    "INSERT INTO alias_target (alias_address, target) VALUES ('z-list@example.org', 'x@example.net')");
            settle();
            messages.clear();
            DirectoryCheck check = check();
            check.run();
            assertThat(messages).last().asString().startsWith("SKS0134I").contains("12002 accounts and 3 aliases");
            unrecorded(
                    "DELETE FROM account WHERE address = 'u11999@example.org'",
                    "DELETE FROM alias_target WHERE alias_address = 'z-list@example.org'");
            check.run();
            assertThat(messages).last().asString().contains("in 1 accounts, 1 aliases and 0 other rows");
            assertThat(copy.snapshot().sender("u11999@example.org").known()).isFalse();
        }

        @Test
        void theDailyCheckReadsEverythingIfMuchDiffers() throws SQLException {
            long reads = copy.wholeReads();
            unrecorded("INSERT INTO account (address, domain_name, secret, mail_host) " + accounts(10_001));
            check().run();
            assertThat(copy.snapshot().size()).isEqualTo(10_003);
            assertThat(copy.wholeReads()).isEqualTo(reads + 1);
            assertThat(messages).last().asString().startsWith("SKS0133W");
        }

        /** Inserts accounts by one statement. */
        void manyAccounts(int count) throws SQLException {
            database.execute("INSERT INTO account (address, domain_name, secret, mail_host) " + accounts(count));
        }

        abstract String series(int count);

        private String accounts(int count) {
            return "SELECT 'u' || x || '@example.org', 'example.org', '{PLAIN}x', 'mx1' FROM " + series(count);
        }

        @Test
        void aCheckWhoseDatabaseIsAwayIsReported() {
            database.setAway(true);
            check().run();
            assertThat(messages).singleElement().asString().startsWith("SKS0135W");
        }

        @Test
        void aChangeThatCouldNotBeAppliedIsAppliedByTheNextPoll() throws SQLException {
            settle();
            database.execute("UPDATE account SET send_limits = '4/1h' WHERE address = 'alice@example.org'");
            database.setAway(true);
            copy.apply(changed("accounts", "alice@example.org"));
            assertThat(messages).singleElement().asString().startsWith("SKS0131W");
            database.setAway(false);
            copy.poll();
            assertThat(limits("alice@example.org")).hasToString("4/1h");
        }

        @Test
        void aChangeIsLaidOverTheCopyWithoutAPoll() throws SQLException {
            database.execute(
                    "INSERT INTO account (address, domain_name, secret, mail_host, send_limits)"
                            + " VALUES ('new@example.org', 'example.org', '{PLAIN}x', 'mx1', '3/1h')",
                    "UPDATE account SET send_limits = '4/1h' WHERE address = 'alice@example.org'",
                    "DELETE FROM account WHERE address = 'bob@example.org'");
            DirectorySnapshot before = copy.snapshot();
            copy.apply(changed("accounts", "new@example.org", "alice@example.org", "bob@example.org"));
            assertThat(limits("new@example.org")).hasToString("3/1h");
            assertThat(limits("alice@example.org")).hasToString("4/1h");
            assertThat(copy.snapshot().sender("bob@example.org").known()).isFalse();
            assertThat(copy.snapshot()).as("a million accounts were not read").isSameAs(before);

            database.execute(
                    "UPDATE account SET send_limits = 'inherit' WHERE address = 'alice@example.org'",
                    "UPDATE domain SET send_limits = '5/1h', pool_limits = '50/1h'");
            copy.apply(changed("domains", "example.org"));
            assertThat(limits("alice@example.org")).hasToString("5/1h");
            assertThat(copy.snapshot().sender("alice@example.org").pool()).hasToString("50/1h");

            database.execute(
                    "INSERT INTO plan (name, send_limits) VALUES ('gold', '6/1h')",
                    "UPDATE account SET plan = 'gold' WHERE address = 'alice@example.org'");
            copy.apply(changed("plans", "gold"));
            assertThat(limits("alice@example.org")).hasToString("6/1h");

            database.execute("UPDATE mail_host SET quota_port = NULL WHERE name = 'mx1'");
            copy.apply(changed("hosts", "mx1"));
            assertThat(copy.snapshot().route("alice@example.org"))
                    .isEqualTo(new MailboxRoute.NoQuotaHost("alice@example.org"));

            database.execute(
                    "INSERT INTO alias (address) VALUES ('sales@example.net')",
                    "INSERT INTO alias_target (alias_address, target) VALUES ('sales@example.net', 'alice@example.org')",
                    "DELETE FROM alias_target WHERE alias_address = 'info@example.org'");
            copy.apply(changed("aliases", "sales@example.net", "info@example.org"));
            assertThat(copy.snapshot().route("sales@example.net"))
                    .isEqualTo(new MailboxRoute.NoQuotaHost("alice@example.org"));
            assertThat(copy.snapshot().mailDomain("example.net")).isPresent();
            assertThat(copy.snapshot().route("info@example.org")).isEqualTo(new MailboxRoute.UnknownRecipient());
        }

        @Test
        void aWholeReadingThatBeganBeforeAChangeDoesNotUndoIt() throws SQLException {
            Deque<Runnable> between = new ArrayDeque<>();
            DataSource slow = InterruptedReading.of(database, between);
            SnapshotHolder other = new SnapshotHolder(slow, new LongWork(10_000), "+", Clock.systemUTC());
            other.load();
            AtomicBoolean applied = new AtomicBoolean();
            between.add(() -> {
                try {
                    database.execute("UPDATE account SET send_limits = '2/1h' WHERE address = 'alice@example.org'");
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
                other.apply(changed("accounts", "alice@example.org"));
                applied.set(true);
                assertThat(other.snapshot().sender("alice@example.org").limits())
                        .hasToString("2/1h");
            });
            other.load();
            assertThat(applied).isTrue();
            assertThat(other.snapshot().sender("alice@example.org").limits()).hasToString("2/1h");
        }

        @Test
        void whatHasEndedByAClockThatRanAheadHasNotEndedWhenItIsSetBack() throws SQLException {
            SettableClock clock = new SettableClock("2030-01-01T09:00:00Z");
            SnapshotHolder other = new SnapshotHolder(database, new LongWork(10_000), "+", clock);
            database.execute(
                    "UPDATE account SET temporary_limits = '2000/1d', temporary_until = TIMESTAMP WITH TIME ZONE"
                            + " '2030-01-01 10:00:00+00' WHERE address = 'alice@example.org'");
            other.load();
            clock.advance(Duration.ofDays(365));
            other.poll();
            assertThat(other.snapshot().sender("alice@example.org").limits()).hasToString("500/1d");
            other.poll();
            clock.advance(Duration.ofDays(-365));
            other.poll();
            assertThat(other.snapshot().sender("alice@example.org").limits()).hasToString("2000/1d");
        }

        private static ChangedRows changed(String kind, String... keys) {
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

        @Test
        void withoutAChangeNothingIsRead() {
            settle();
            long reads = copy.wholeReads();
            DirectorySnapshot before = copy.snapshot();
            copy.poll();
            assertThat(copy.snapshot()).isSameAs(before);
            assertThat(copy.wholeReads()).isEqualTo(reads);
        }

        /** Lets the second reading pass that follows a change on H2. */
        void settle() {
            copy.poll();
            copy.poll();
        }

        @Test
        void aChangeIsSeenWhenItIsCommittedHoweverLongItsTransactionTook() throws SQLException {
            try (Connection slow = database.getConnection();
                    Statement statement = slow.createStatement()) {
                slow.setAutoCommit(false);
                statement.execute("UPDATE account SET send_limits = '7/1h' WHERE address = 'alice@example.org'");
                settle();
                assertThat(limits("alice@example.org")).hasToString("500/1d");
                database.execute("UPDATE domain SET send_limits = '8/1h'");
                settle();
                assertThat(limits("alice@example.org")).hasToString("8/1h");

                slow.commit();
            }
            settle();
            assertThat(limits("alice@example.org")).hasToString("7/1h");
        }

        @Test
        void thePlanStandsBetweenAccountAndDomain() throws SQLException {
            database.execute(
                    "INSERT INTO plan (name, send_limits) VALUES ('gold', '900/1h'), ('plain', NULL)",
                    "UPDATE account SET plan = 'gold'");
            settle();
            assertThat(limits("alice@example.org")).hasToString("900/1h");
            assertThat(limits("bob@example.org")).as("has limits of its own").hasToString("10/1h");
            database.execute("UPDATE account SET plan = 'plain', send_limits = 'inherit'");
            settle();
            assertThat(limits("alice@example.org")).hasToString("500/1d");
            assertThat(limits("bob@example.org")).hasToString("500/1d");
        }

        @Test
        void aRaiseHoldsUntilItsTime() throws SQLException {
            SettableClock clock = new SettableClock("2030-01-01T09:00:00Z");
            SnapshotHolder other = new SnapshotHolder(database, new LongWork(10_000), "+", clock);
            database.execute(
                    "UPDATE account SET temporary_limits = '2000/1d, 99/1h', temporary_until = TIMESTAMP WITH TIME ZONE"
                            + " '2030-01-01 10:00:00+00' WHERE address = 'alice@example.org'");
            other.load();
            other.poll();
            assertThat(other.snapshot().sender("alice@example.org").limits()).hasToString("2000/1d");
            long reads = other.wholeReads();
            clock.advance(Duration.ofHours(1));
            other.poll();
            assertThat(other.snapshot().sender("alice@example.org").limits()).hasToString("500/1d");
            clock.advance(Duration.ofMinutes(-1));
            other.poll();
            assertThat(other.snapshot().sender("alice@example.org").limits()).hasToString("2000/1d");
            clock.advance(Duration.ofMinutes(1));
            other.poll();
            assertThat(other.snapshot().sender("alice@example.org").limits()).hasToString("500/1d");
            assertThat(other.wholeReads()).as("only the account was read").isEqualTo(reads);
        }

        @Test
        void scopesAndExemptionsAreRead() throws SQLException {
            SettableClock clock = new SettableClock("2030-01-01T09:00:00Z");
            SnapshotHolder other = new SnapshotHolder(database, new LongWork(10_000), "+", clock);
            String until = "TIMESTAMP WITH TIME ZONE '2030-01-01 10:00:00+00'";
            database.execute(
                    "INSERT INTO send_scope (name, kind, subject, send_limits, no_login) VALUES"
                            + " ('lan', 'network', '192.0.2.0/24', '9/1h', 'refuse'),"
                            + " ('news', 'sender', 'News@example.org', '8/1h', 'count'),"
                            + " ('wrong', 'network', 'nonsense', '8/1h', 'count')",
                    "INSERT INTO send_exemption (name, subject, reason, created_by, created_at, expires_at) VALUES"
                            + " ('a', '@example.org', 'x', 'x', " + until + ", " + until + "),"
                            + " ('b', '198.51.100.0/24', 'x', 'x', " + until + ", NULL),"
                            + " ('c', 'nonsense', 'x', 'x', " + until + ", NULL)");
            other.load();
            other.poll();
            SendScopes scopes = other.snapshot().sendScopes();
            ScopeRule lan = Objects.requireNonNull(scopes.network("192.0.2.200"));
            assertThat(lan.limits()).hasToString("9/1h");
            assertThat(lan.noLogin()).isEqualTo(UnauthenticatedPolicy.REFUSE);
            assertThat(scopes.network("192.0.3.1")).isNull();
            assertThat(scopes.sender("NEWS@example.org")).isNotNull();
            assertThat(scopes.exemption("198.51.100.7")).isEqualTo("b");
            assertThat(other.snapshot().sender("alice@example.org").exemption()).isEqualTo("a");
            assertThat(messages).filteredOn(each -> each.startsWith("SKS0130W")).hasSize(2);
            clock.advance(Duration.ofHours(1));
            other.poll();
            assertThat(other.snapshot().sender("alice@example.org").exemption()).isEmpty();
        }

        @Test
        void unreadableLimitsAreInheritedAndLoggedOnce() throws SQLException {
            database.execute("UPDATE account SET send_limits = 'many' WHERE address = 'bob@example.org'");
            settle();
            database.execute("UPDATE domain SET send_limits = '9/1h'");
            settle();

            assertThat(limits("bob@example.org")).hasToString("9/1h");
            assertThat(messages)
                    .singleElement()
                    .asString()
                    .startsWith("SKS0101W")
                    .contains("\"many\"", "\"bob@example.org\"", "must be amount/period");
        }

        @Test
        void manyUnreadableLimitsAreAFewLinesAndANumber() throws SQLException {
            for (int i = 0; i < 25; i++) {
                database.execute("INSERT INTO account (address, domain_name, secret, mail_host, send_limits) VALUES ('u"
                        + i + "@example.org', 'example.org', '{PLAIN}x', 'mx1', 'x')");
            }
            settle();
            assertThat(messages).hasSize(21).last().asString().contains("of 5 more rows");
        }

        @Test
        void whileTheDatabaseIsAwayTheLastCopyServesAndThatIsLoggedOnce() throws SQLException {
            SettableClock clock = new SettableClock("2030-01-01T09:00:00Z");
            copy = new SnapshotHolder(database, new LongWork(10_000), "+", clock);
            copy.load();
            copy.poll();
            assertThat(copy.databaseAnswers()).isTrue();
            database.setAway(true);
            copy.poll();
            copy.poll();
            assertThat(copy.databaseAnswers()).isFalse();
            assertThat(limits("alice@example.org")).hasToString("500/1d");
            assertThat(messages).singleElement().asString().startsWith("SKS0102W");

            // At its connection limit it answers each second time: that is one outage.
            for (int i = 0; i < 50; i++) {
                clock.advance(Duration.ofMillis(400));
                database.setAway(i % 2 == 0);
                copy.poll();
            }
            assertThat(messages).hasSize(1);
            for (int i = 0; i < 14; i++) {
                clock.advance(Duration.ofMillis(400));
                copy.poll();
            }
            assertThat(copy.databaseAnswers()).isTrue();
            assertThat(messages).hasSize(2).last().asString().startsWith("SKS0103I");
        }

        /** The schema excludes it; views over another system's tables, and rows of a newer version, do not. */
        @Test
        void anUnknownWordDoesNotAffectOtherRowsAndIsLoggedOnce() throws SQLException {
            database.execute(database.withoutChecks("account", "status"), database.withoutChecks("mail_host", "state"));
            database.execute(
                    "UPDATE account SET status = 'frozen' WHERE address = 'alice@example.org'",
                    "UPDATE mail_host SET state = 'resting' WHERE name = 'mx2'",
                    "UPDATE account SET send_limits = '7/1h' WHERE address = 'bob@example.org'");
            settle();
            assertThat(limits("bob@example.org")).hasToString("7/1h");
            assertThat(copy.snapshot().sender("alice@example.org").permitted()).isTrue();
            assertThat(messages)
                    .hasSize(2)
                    .allMatch(line -> line.startsWith("SKS0132W"))
                    .anyMatch(line -> line.contains("\"frozen\"") && line.contains("\"alice@example.org\""));
            copy.load();
            assertThat(messages).hasSize(2);
        }

        @Test
        void aReadingLeavesTheConnectionAsItWas() throws SQLException {
            try (Connection connection = database.getConnection()) {
                int isolation = connection.getTransactionIsolation();
                java.time.Instant now = java.time.Instant.now();
                assertThat(new SnapshotReader("+")
                                .read(connection, now, new Ends(now))
                                .size())
                        .isEqualTo(2);
                assertThat(connection.getAutoCommit()).isTrue();
                assertThat(connection.getTransactionIsolation()).isEqualTo(isolation);
            }
        }
    }
}
