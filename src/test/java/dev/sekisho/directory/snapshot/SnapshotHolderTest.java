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
import dev.sekisho.directory.UnauthenticatedPolicy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class SnapshotHolderTest {
    @Nested
    class OnH2 extends Contract {
        OnH2() {
            super(SnapshotDatabase.H2);
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
        OnPostgresql() {
            super(SnapshotDatabase.POSTGRESQL);
        }

        @Test
        void onlyChangedRowsAreRead() throws SQLException {
            aChangeOfAnyTableIsSeenAtTheNextPoll();
            // One at the start, and one for the limits of the installation, which every account may inherit.
            assertThat(copy.wholeReads()).isEqualTo(2);
        }
    }

    abstract static class Contract extends SnapshotScenario {
        Contract(SnapshotDatabase kind) {
            super(kind);
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

        @Test
        void withoutAChangeNothingIsRead() {
            settle();
            long reads = copy.wholeReads();
            DirectorySnapshot before = copy.snapshot();
            copy.poll();
            assertThat(copy.snapshot()).isSameAs(before);
            assertThat(copy.wholeReads()).isEqualTo(reads);
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
