// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.directory.MailHostState;
import dev.sekisho.directory.NeedsPostgresql;
import java.sql.SQLException;
import java.time.Clock;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The daily comparison of the snapshot with the database. */
@Tag("slow")
class DirectoryCheckTest {
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

        @Test
        void aCheckWhoseDatabaseIsAwayIsReported() {
            database.setAway(true);
            check().run();
            assertThat(messages).singleElement().asString().startsWith("SKS0135W");
        }
    }
}
