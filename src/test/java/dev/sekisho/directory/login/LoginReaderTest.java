// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.database.Answer;
import dev.sekisho.database.DatabaseFailure;
import dev.sekisho.database.LimitedReads;
import dev.sekisho.directory.AccountStatus;
import dev.sekisho.directory.Language;
import dev.sekisho.directory.NeedsPostgresql;
import dev.sekisho.directory.TestDatabase;
import dev.sekisho.password.Secret;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The statement of a login, on both databases. */
@Tag("slow")
class LoginReaderTest {
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

        /** The planner would need more time than the statement. */
        @Test
        void theStatementIsPlannedOnceAndNotForEachBatch() throws SQLException {
            try (Connection connection = database.getConnection()) {
                for (int i = 0; i < 50; i++) {
                    LoginReader.read(
                            connection, List.of(login("alice@example.org"), login("user" + i + "@example.org")));
                }
                try (Statement statement = connection.createStatement();
                        ResultSet row = statement.executeQuery(
                                "SELECT SUM(generic_plans), SUM(custom_plans) FROM pg_prepared_statements"
                                        + " WHERE statement LIKE '%installation%'")) {
                    row.next();
                    assertThat(row.getInt(1)).isGreaterThan(30);
                    assertThat(row.getInt(2)).isLessThanOrEqualTo(5);
                }
            }
        }
    }

    abstract static class Contract {
        TestDatabase database;
        private LoginReader reader;

        abstract TestDatabase open() throws SQLException;

        @BeforeEach
        void openDatabase() throws SQLException {
            database = open();
            reader = new LoginReader(database);
            database.execute(
                    "INSERT INTO mail_host (name, address) VALUES ('mx1', '192.0.2.1')",
                    "INSERT INTO domain (name, language, permit_pop3, mx_hosts)"
                            + " VALUES ('example.org', 'ja', FALSE, '192.0.2.9')",
                    "INSERT INTO domain (name) VALUES ('example.com')",
                    account("alice@example.org"),
                    account("bob@example.com"));
        }

        @AfterEach
        void close() throws SQLException {
            database.close();
        }

        private static String account(String address) {
            return "INSERT INTO account (address, domain_name, secret, mail_host) VALUES ('" + address + "', '"
                    + address.substring(address.indexOf('@') + 1) + "', '{PLAIN}x " + address + "', 'mx1')";
        }

        static LoginQuery login(String address) {
            return LoginQuery.ofLogin(address, false).orElseThrow();
        }

        private static LoginLookup value(Answer<LoginLookup> answer) {
            return answer.fold(value -> value, failure -> {
                throw failure;
            });
        }

        private LoginLookup read(LoginQuery query) {
            return value(reader.read(List.of(query)).get(0));
        }

        private LoginAccount alice() {
            return read(login("alice@example.org")).account().orElseThrow();
        }

        @Test
        void aBatchHasTheAnswersOfItsKeysInTheirOrder() {
            List<Answer<LoginLookup>> answers = reader.read(List.of(
                    login("unknown@example.org"),
                    login("bob@example.com"),
                    LoginQuery.ofDomain("Example.ORG.").orElseThrow(),
                    login("ALICE@Example.org"),
                    login("alice@nowhere.example"),
                    LoginQuery.ofDomain("nowhere.example").orElseThrow()));
            assertThat(answers.stream()
                            .map(each -> value(each)
                                    .account()
                                    .map(LoginAccount::address)
                                    .orElse("-")))
                    .containsExactly("-", "bob@example.com", "-", "alice@example.org", "-", "-");
            assertThat(answers.stream().map(each -> value(each).language()))
                    .containsExactly(
                            Optional.of(Language.JA),
                            Optional.of(Language.EN),
                            Optional.of(Language.JA),
                            Optional.of(Language.JA),
                            Optional.of(Language.EN),
                            Optional.of(Language.EN));
            assertThat(value(answers.get(2)).domain().orElseThrow().mxHosts()).contains("192.0.2.9");
            assertThat(value(answers.get(5)).domain()).isEmpty();
        }

        @Test
        void anAccountIsReadWithWhatItsDomainAndTheInstallationSet() throws SQLException {
            database.execute(
                    "UPDATE installation SET require_tls = TRUE, permit_networks = '192.0.2.0/24'",
                    "UPDATE domain SET block_networks = '192.0.2.7' WHERE name = 'example.org'",
                    "UPDATE account SET permit_imap = FALSE, status = 'suspended', moving_to = 'mx1',"
                            + " status_until = TIMESTAMP WITH TIME ZONE '2026-12-24 12:00:00+01:00',"
                            + " challenge_secret = '{ENCRYPTED}k$x' WHERE address = 'alice@example.org'",
                    "UPDATE mail_host SET smtp_address = '192.0.2.3', imap_port = 10143, state = 'draining', probe = FALSE",
                    "INSERT INTO mail_host_address (host, address, state) VALUES ('mx1', '192.0.2.2', 'down')");
            LoginAccount alice = alice();
            assertThat(alice.secret().text()).isEqualTo("{PLAIN}x alice@example.org");
            assertThat(alice.challengeSecret().map(Secret::text)).contains("{ENCRYPTED}k$x");
            assertThat(alice.permissions())
                    .isEqualTo(new dev.sekisho.directory.Permissions(
                            true, true, true, false, false, true, true, "192.0.2.0/24", "192.0.2.7"));
            assertThat(alice.status()).isEqualTo(AccountStatus.SUSPENDED);
            assertThat(alice.statusUntil()).contains(Instant.parse("2026-12-24T11:00:00Z"));
            assertThat(alice.movingTo()).contains("mx1");
            assertThat(alice.host().addresses()).extracting(Object::toString).hasSize(2);
            assertThat(alice.host().smtpAddress()).contains("192.0.2.3");
            assertThat(alice.host().imapPort()).isEqualTo(10143);
            assertThat(alice.host().probe()).isFalse();
            assertThat(alice.appPasswords()).isEmpty();
        }

        @Test
        void anAppPasswordIsReadUntilItIsRevokedAndOnlyForThoseThatWantThem() throws SQLException {
            database.execute(
                    appPassword("1", "alice@example.org"),
                    appPassword("2", "alice@example.org"),
                    appPassword("3", "bob@example.com"),
                    "UPDATE app_password SET permit_smtp = FALSE, networks = '192.0.2.0/24',"
                            + " expires_at = TIMESTAMP WITH TIME ZONE '2026-12-24 12:00:00+01:00' WHERE id = '1'");
            LoginQuery alice = LoginQuery.ofLogin("alice@example.org", true).orElseThrow();
            assertThat(reader.read(List.of(alice, login("bob@example.com"))).stream()
                            .map(each -> value(each)
                                    .account()
                                    .orElseThrow()
                                    .appPasswords()
                                    .size()))
                    .containsExactly(2, 0);
            database.execute("UPDATE app_password SET revoked_at = CURRENT_TIMESTAMP WHERE id = '2'");
            LoginAppPassword left =
                    read(alice).account().orElseThrow().appPasswords().get(0);
            assertThat(left.id()).isEqualTo("1");
            assertThat(List.of(left.imap(), left.pop3(), left.smtp())).containsExactly(true, true, false);
            assertThat(left.networks()).isEqualTo("192.0.2.0/24");
            assertThat(left.isUsable(Instant.parse("2026-12-24T10:59:59Z"))).isTrue();
            assertThat(left.isUsable(Instant.parse("2026-12-24T11:00:00Z"))).isFalse();
        }

        private static String appPassword(String id, String account) {
            return "INSERT INTO app_password (id, account, name, secret, created_at) VALUES ('" + id + "', '" + account
                    + "', 'phone " + id + "', '{PLAIN}app', CURRENT_TIMESTAMP)";
        }

        @Test
        void aChangeByPlainSqlIsSeenByTheNextQuery() throws SQLException {
            for (String status : new String[] {"suspended", "active", "closed", "active"}) {
                database.execute("UPDATE account SET status = '" + status + "' WHERE address = 'alice@example.org'");
                assertThat(alice().status()).isEqualTo(AccountStatus.ofWord(status));
            }
        }

        @Test
        void anUnknownWordFailsItsRowAlone() throws SQLException {
            database.execute(
                    database.withoutChecks("account", "status"),
                    "UPDATE account SET status = 'frozen' WHERE address = 'alice@example.org'");
            List<Answer<LoginLookup>> answers =
                    reader.read(List.of(login("alice@example.org"), login("bob@example.com")));
            assertThatThrownBy(() -> value(answers.get(0))).isInstanceOf(IllegalArgumentException.class);
            assertThat(value(answers.get(1)).account()).isPresent();
        }

        @Test
        void aMissingMailHostIsNamed() throws SQLException {
            database.execute(
                    "ALTER TABLE account DROP CONSTRAINT account_mail_host_fk",
                    "UPDATE account SET mail_host = 'gone' WHERE address = 'alice@example.org'");
            assertThatThrownBy(this::alice).hasMessageContaining("mail host is missing");
        }

        /** No address has such a character; this is about what the database makes of one. */
        @Test
        void aKeyThatTheDatabaseRejectsFailsAloneAndCharactersOfSqlAreNothingSpecial() throws Exception {
            LimitedReads limited = LimitedReads.bounded(
                    1,
                    100,
                    Duration.ofSeconds(60),
                    task -> new Thread(task, "test-reads"),
                    Runnable::run,
                    System::nanoTime);
            try (limited) {
                var reads = limited.batched(reader, 64, 1);
                List<CompletableFuture<LoginLookup>> requests = new ArrayList<>();
                for (String address : new String[] {
                    "bad\0@example.org",
                    "alice@example.org",
                    "a\"{},'\\;--@example.org",
                    "NULL@example.org",
                    "日本@example.org"
                }) {
                    requests.add(reads.submit(
                                    new LoginQuery(address, "example.org", true),
                                    CompletableFuture::completedFuture,
                                    reason -> LoginLookup.NOTHING)
                            .toCompletableFuture());
                }
                assertThat(requests.get(1).get(60, TimeUnit.SECONDS).account()).isPresent();
                for (CompletableFuture<LoginLookup> each : requests.subList(2, requests.size())) {
                    assertThat(each.get(60, TimeUnit.SECONDS).language()).contains(Language.JA);
                }
                assertThat(limited.isLost()).isFalse();
            }
        }

        @Test
        void aDatabaseThatIsAwayIsAFailureOfTheDatabase() {
            database.setAway(true);
            assertThatThrownBy(this::alice)
                    .isInstanceOf(PersistenceException.class)
                    .satisfies(
                            failure -> assertThat(DatabaseFailure.isIn(failure)).isTrue());
        }

        @Test
        void aTextThatIsNoAddressHasNoQuery() {
            for (String text : new String[] {"alice", "", "@example.org", "a\0b@example.org", "\ud800@example.org"}) {
                assertThat(LoginQuery.ofLogin(text, true)).as(text).isEmpty();
            }
            assertThat(LoginQuery.ofDomain("not a domain")).isEmpty();
        }
    }
}
