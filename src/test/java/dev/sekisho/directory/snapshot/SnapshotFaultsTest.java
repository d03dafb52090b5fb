// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.SettableClock;
import dev.sekisho.database.LongWork;
import dev.sekisho.directory.NeedsPostgresql;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rows that cannot be read, and a database that does not answer. */
@Tag("slow")
class SnapshotFaultsTest {
    @Nested
    class OnH2 extends Contract {
        OnH2() {
            super(SnapshotDatabase.H2);
        }
    }

    @Nested
    @NeedsPostgresql
    class OnPostgresql extends Contract {
        OnPostgresql() {
            super(SnapshotDatabase.POSTGRESQL);
        }
    }

    abstract static class Contract extends SnapshotScenario {
        Contract(SnapshotDatabase kind) {
            super(kind);
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
    }
}
