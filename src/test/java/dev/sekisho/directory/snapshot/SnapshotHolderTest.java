// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.SettableClock;
import dev.sekisho.database.LongWork;
import dev.sekisho.directory.ChangedRows;
import dev.sekisho.directory.MailHostState;
import dev.sekisho.directory.NeedsPostgresql;
import dev.sekisho.directory.TestDatabase;
import dev.sekisho.directory.UnauthenticatedPolicy;
import dev.sekisho.limit.SendLimits;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
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
    }

    @Nested
    @NeedsPostgresql
    class OnPostgresql extends Contract {
        @Override
        TestDatabase open() throws SQLException {
            return TestDatabase.postgresql(System.getenv(TestDatabase.POSTGRESQL_URL_VARIABLE));
        }

        @Test
        void oldMarksAreDeletedButTheGreatest() throws SQLException {
            database.execute("UPDATE directory_change SET changed_at = clock_timestamp() - INTERVAL '2 hours'");
            try (Connection connection = database.getConnection()) {
                String before = ChangeMark.POSTGRESQL.read(connection);
                ChangeMark.POSTGRESQL.prune(connection);
                int marks = marks(before);
                assertThat(before).startsWith(marks + "/" + marks + "/");
                assertThat(ChangeMark.POSTGRESQL.read(connection)).isEqualTo("1/" + marks + "/" + marks);
            }
        }

        @Test
        void aTransactionOfManyStatementsIsOneMark() throws SQLException {
            try (Connection connection = database.getConnection();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                String before = ChangeMark.POSTGRESQL.read(connection);
                statement.execute("UPDATE account SET send_limits = '1/1h'");
                statement.execute("UPDATE domain SET send_limits = '1/1h'");
                connection.commit();
                statement.execute("UPDATE account SET send_limits = '2/1h'");
                connection.commit();
                assertThat(ChangeMark.POSTGRESQL.read(connection)).startsWith((marks(before) + 2) + "/");
            }
        }

        @Test
        void aChangeAfterASavepointThatWasRolledBackIsMarked() throws SQLException {
            try (Connection connection = database.getConnection();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                String before = ChangeMark.POSTGRESQL.read(connection);
                Savepoint savepoint = connection.setSavepoint();
                statement.execute("UPDATE account SET send_limits = '1/1h'");
                connection.rollback(savepoint);
                statement.execute("UPDATE account SET send_limits = '2/1h'");
                connection.commit();
                assertThat(ChangeMark.POSTGRESQL.read(connection)).startsWith((marks(before) + 1) + "/");
            }
        }

        /** How many marks there were: the migrations and what the test began with made them. */
        private static int marks(String mark) {
            return Integer.parseInt(mark.substring(0, mark.indexOf('/')));
        }
    }

    abstract static class Contract {
        TestDatabase database;
        private SnapshotHolder copy;
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
            copy = new SnapshotHolder(database, new LongWork(10_000), "+", java.time.Clock.systemUTC());
            copy.load();
        }

        @AfterEach
        void close() throws SQLException {
            logger.removeHandler(handler);
            logger.setLevel(null);
            database.close();
        }

        private SendLimits limits(String account) {
            return copy.snapshot().sender(account).limits();
        }

        @Test
        void nothingIsKnownBeforeTheFirstReading() {
            SnapshotHolder unread =
                    new SnapshotHolder(database, new LongWork(10_000), "+", java.time.Clock.systemUTC());
            assertThat(unread.isLoaded()).isFalse();
            assertThatThrownBy(unread::snapshot).isInstanceOf(IllegalStateException.class);
        }

        @Test
        void everyTableIsRead() {
            assertThat(copy.isLoaded()).isTrue();
            assertThat(copy.hostAddresses()).containsExactlyInAnyOrder("mx1.example.org", "192.0.2.2");
            assertThat(limits("alice@example.org")).hasToString("500/1d");
            assertThat(limits("bob@example.org")).hasToString("10/1h");
            assertThat(limits("stranger")).hasToString("unlimited");
            assertThat(copy.snapshot().route("info@example.org"))
                    .isEqualTo(new MailboxRoute.Mailbox(
                            "alice@example.org", new QuotaHost("mx1", "mx1.example.org", 12340, MailHostState.UP)));
            assertThat(copy.snapshot().route("bob@example.org"))
                    .isEqualTo(new MailboxRoute.NoQuotaHost("bob@example.org"));
        }

        @Test
        void aChangeOfAnyTableIsSeenAtTheNextPoll() throws SQLException {
            String[] changes = {
                "UPDATE installation SET send_limits = '1000/1d'",
                "UPDATE mail_host SET quota_port = NULL WHERE name = 'mx1'",
                "UPDATE domain SET send_limits = NULL",
                "UPDATE account SET permit_sending = FALSE WHERE address = 'alice@example.org'",
                "INSERT INTO alias (address) VALUES ('sales@example.org')",
                "INSERT INTO alias_target (alias_address, target) VALUES ('sales@example.org', 'bob@example.org')",
                "DELETE FROM alias_target",
                "DELETE FROM account WHERE address = 'bob@example.org'",
            };
            for (String change : changes) {
                settle();
                DirectorySnapshot before = copy.snapshot();
                database.execute(change);
                copy.poll();
                assertThat(copy.snapshot()).as(change).isNotSameAs(before);
            }
            assertThat(limits("alice@example.org")).hasToString("1000/1d");
            assertThat(copy.snapshot().sender("alice@example.org").permitted()).isFalse();
            assertThat(copy.snapshot().sender("bob@example.org").known()).isFalse();
            assertThat(copy.snapshot().route("info@example.org")).isEqualTo(new MailboxRoute.UnknownRecipient());
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
            SnapshotHolder other = new SnapshotHolder(slow, new LongWork(10_000), "+", java.time.Clock.systemUTC());
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

        private ChangedRows changed(String kind, String... keys) {
            ChangedRows rows = new ChangedRows();
            (switch (kind) {
                        case "accounts" -> rows.accounts();
                        case "aliases" -> rows.aliases();
                        case "domains" -> rows.domains();
                        case "plans" -> rows.plans();
                        default -> rows.hosts();
                    })
                    .addAll(List.of(keys));
            return rows;
        }

        @Test
        void withoutAChangeNothingIsRead() {
            settle();
            DirectorySnapshot before = copy.snapshot();
            copy.poll();
            assertThat(copy.snapshot()).isSameAs(before);
        }

        /** Lets the second reading pass that follows a change on H2. */
        private void settle() {
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
            settle();
            DirectorySnapshot before = copy.snapshot();
            database.execute("UPDATE plan SET send_limits = '7/1h' WHERE name = 'plain'");
            copy.poll();
            assertThat(copy.snapshot()).isNotSameAs(before);
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
            clock.advance(Duration.ofHours(1));
            other.poll();
            assertThat(other.snapshot().sender("alice@example.org").limits()).hasToString("500/1d");
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
            for (String table : List.of("send_scope", "send_exemption")) {
                settle();
                DirectorySnapshot before = copy.snapshot();
                database.execute("DELETE FROM " + table);
                copy.poll();
                assertThat(copy.snapshot()).as(table).isNotSameAs(before);
            }
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
                assertThat(new SnapshotReader("+")
                                .read(connection, java.time.Instant.now())
                                .size())
                        .isEqualTo(2);
                assertThat(connection.getAutoCommit()).isTrue();
                assertThat(connection.getTransactionIsolation()).isEqualTo(isolation);
            }
        }
    }
}
