// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.login.AuthResult.Accepted;
import dev.sekisho.login.AuthResult.Rejected;
import dev.sekisho.login.AuthResult.Rejection;
import dev.sekisho.login.AuthResult.TemporaryFailure;
import dev.sekisho.password.PasswordScheme;
import dev.sekisho.password.Secret;
import jakarta.ejb.EJBException;
import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginAuthenticatorTest extends LoginFixture {
    @Test
    void theAnswerNamesTheCanonicalAccount() {
        assertThat(authenticator.decide(plain(AuthProtocol.IMAP, "Alice@Example.ORG", RIGHT)))
                .isInstanceOfSatisfying(
                        Accepted.class, accepted -> assertThat(accepted.user()).isEqualTo(ALICE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Open sesame", "open sesame ", "open sesame\u0000"})
    void anyOtherPasswordIsRefused(String password) {
        assertThat(authenticator.decide(plain(AuthProtocol.IMAP, ALICE, password)))
                .isEqualTo(wrongPassword());
    }

    @Test
    void anUnknownUserGetsTheAnswerOfAWrongPassword() {
        TestNginxAnswer answer = new TestNginxAnswer(config);
        for (AuthProtocol protocol : AuthProtocol.values()) {
            for (AuthMethod method : List.of(AuthMethod.PLAIN, AuthMethod.CRAM_MD5, AuthMethod.APOP)) {
                AuthRequest known = request(method, protocol, ALICE, "0".repeat(32));
                AuthRequest unknown = request(method, protocol, "unknown@example.org", "0".repeat(32));
                assertThat(authenticator.decide(unknown)).isEqualTo(Rejected.UNKNOWN_USER);
                assertThat(answer.headers(unknown, authenticator.decide(unknown)))
                        .isEqualTo(answer.headers(known, authenticator.decide(known)));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"imap-cram-md5, true", "pop3-cram-md5, true", "pop3-apop, true", "smtp-cram-md5, false"})
    void afterAChallengeImapAndPop3GetTheClearPassword(String recording, boolean given) {
        putCarol(TestAccounts.ALL);
        assertThat(authenticator.decide(RecordedLogin.named(recording).request()))
                .isInstanceOfSatisfying(
                        Accepted.class,
                        accepted -> assertThat(accepted.password().map(Secret::text))
                                .isEqualTo(given ? Optional.of(RIGHT) : Optional.empty()));
    }

    @Test
    void aHashWithoutItsPasswordIsATemporaryFailureWhereNginxNeedsThePassword() {
        String hmac = PasswordScheme.CRAM_MD5.generate(Secret.of(RIGHT));
        accounts.put("carol@example.com", hmac);
        assertThat(authenticator.decide(RecordedLogin.named("smtp-cram-md5").request()))
                .isInstanceOf(Accepted.class);
        assertThat(authenticator.decide(RecordedLogin.named("imap-cram-md5").request()))
                .isEqualTo(new TemporaryFailure("nginx needs the clear password, which is not stored"));
    }

    @Test
    void aOneWayHashCannotAnswerAChallengeAndTheClientLearnsNoMore() {
        accounts.put("carol@example.com", PasswordScheme.SSHA.generate(Secret.of(RIGHT)));
        assertThat(authenticator.decide(RecordedLogin.named("imap-cram-md5").request()))
                .isInstanceOfSatisfying(Rejected.class, refused -> {
                    assertThat(refused.rejection()).isEqualTo(Rejection.CREDENTIALS);
                    assertThat(refused.reason()).isNotEqualTo("wrong password");
                });
    }

    @Test
    void aChallengeIsGoodForItsResponseOnly() {
        putCarol(TestAccounts.ALL);
        AuthRequest right = RecordedLogin.named("imap-cram-md5").request();
        AuthRequest replayed = new AuthRequest(
                right.method(), right.protocol(), right.user(), right.password(), "<1.2@other.example>", 1, "");
        assertThat(authenticator.decide(replayed)).isEqualTo(wrongPassword());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{NONSENSE}abc", "{SHA512-CRYPT}$6$", ""})
    void aBrokenRowIsATemporaryFailureAndIsLoggedWithoutThePassword(String stored) {
        accounts.put(ALICE, stored);
        assertThat(authenticator.decide(plain(AuthProtocol.IMAP, ALICE, RIGHT))).isInstanceOf(TemporaryFailure.class);
        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith("SKS0601W ")
                .contains(ALICE)
                .doesNotContain("abc", RIGHT);
    }

    @Test
    void aFailingDatabaseIsLoggedOnceAndNeverLooksLikeAWrongPassword() {
        for (RuntimeException failure : List.of(
                new PersistenceException("the database is away"),
                new EJBException(new SQLException("the database is away", "08006")),
                new IllegalStateException(new SQLTransientConnectionException("no connection")))) {
            accounts.setFailure(failure);
            assertThat(authenticator.decide(plain(AuthProtocol.IMAP, ALICE, "wrong")))
                    .isEqualTo(new TemporaryFailure("database unavailable"));
        }
        assertThat(log.lines()).singleElement().asString().startsWith("SKS0602W ");

        // At its connection limit it answers each second login: that is one outage.
        for (int i = 0; i < 20; i++) {
            clock.advance(Duration.ofSeconds(1));
            accounts.setFailure(i % 2 == 0 ? new PersistenceException("too many connections") : null);
            authenticator.decide(plain(AuthProtocol.IMAP, ALICE, RIGHT));
        }
        assertThat(log.lines()).hasSize(1);
        clock.advance(Duration.ofSeconds(5));
        assertThat(authenticator.decide(plain(AuthProtocol.IMAP, ALICE, RIGHT))).isInstanceOf(Accepted.class);
        assertThat(log.lines()).hasSize(2).last().asString().startsWith("SKS0603I ");
    }

    /** Also while its logins are the only ones: the database answers, and only this row is unusable. */
    @Test
    void anUnreadableRowFailsOnlyItsOwnLogins() {
        accounts.put("bob@example.org", STORED);
        for (RuntimeException failure : List.of(
                new IllegalArgumentException("must be one of active, suspended"),
                new IllegalStateException("its mail host is missing"),
                new PersistenceException(new SQLException("no such value", "22P02")))) {
            for (int i = 0; i < 3; i++) {
                accounts.setFailure(failure);
                assertThat(authenticator.decide(plain(AuthProtocol.IMAP, "Alice@example.org", "wrong")))
                        .isEqualTo(new TemporaryFailure("the account cannot be read"));
                assertThat(reads.isLost()).isFalse();
                accounts.setFailure(null);
                assertThat(authenticator.decide(plain(AuthProtocol.IMAP, "bob@example.org", RIGHT)))
                        .isInstanceOf(Accepted.class);
            }
        }
        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith("SKS0630W ")
                .contains(ALICE)
                .doesNotContain(RIGHT);
    }

    /** An unavailable database may hold each query for seconds: one login waits for it, not every thread. */
    @Test
    void whileTheDatabaseIsAwayOneLoginWaitsAndAllOthersFailAtOnce() throws Exception {
        accounts.setFailure(new PersistenceException("the database is away"));
        authenticator.decide(plain(AuthProtocol.IMAP, ALICE, RIGHT));
        accounts.setFailure(null);

        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch back = new CountDownLatch(1);
        accounts.setHold(() -> {
            started.countDown();
            back.await();
            return null;
        });
        CompletableFuture<AuthResult> waiting =
                CompletableFuture.supplyAsync(() -> authenticator.decide(plain(AuthProtocol.IMAP, ALICE, RIGHT)));
        started.await();
        assertThat(authenticator.decide(plain(AuthProtocol.IMAP, ALICE, RIGHT)))
                .isEqualTo(new TemporaryFailure("database unavailable"));
        back.countDown();
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isInstanceOf(Accepted.class);
        assertThat(authenticator.decide(plain(AuthProtocol.IMAP, ALICE, RIGHT))).isInstanceOf(Accepted.class);
    }

    @Test
    void beforeTheDatabaseIsMigratedNoLoginIsRejected() {
        LoginAuthenticator closed = authenticator(config);
        assertThat(closed.decide(plain(AuthProtocol.IMAP, ALICE, "wrong"))).isInstanceOf(TemporaryFailure.class);
    }
}
