// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.database.LongWork;
import dev.sekisho.directory.NeedsPostgresql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The log of changes that PostgreSQL's triggers write. */
@Tag("slow")
@NeedsPostgresql
class ChangeLogTest extends SnapshotScenario {
    ChangeLogTest() {
        super(SnapshotDatabase.POSTGRESQL);
    }

    /** Kinds and keys of the log. */
    private List<String> log() throws SQLException {
        List<String> rows = new ArrayList<>();
        SnapshotDatabase.each(
                database, "SELECT concat_ws(' ', kind, key) FROM directory_change ORDER BY id", rows::add);
        return rows;
    }

    private void emptyLog() throws SQLException {
        copy.poll();
        database.execute("DELETE FROM directory_change");
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
        SnapshotDatabase.each(
                database,
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
