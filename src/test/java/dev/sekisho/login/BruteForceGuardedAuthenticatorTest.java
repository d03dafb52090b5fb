// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.SettableClock;
import dev.sekisho.bruteforce.LoginAttempt;
import dev.sekisho.bruteforce.TestBruteForce;
import dev.sekisho.database.LimitedReads;
import dev.sekisho.decision.AppliedRule;
import dev.sekisho.directory.AccountStatus;
import dev.sekisho.directory.Language;
import dev.sekisho.directory.Permissions;
import dev.sekisho.login.AuthResult.Rejected;
import dev.sekisho.login.AuthResult.Rejection;
import dev.sekisho.password.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BruteForceGuardedAuthenticatorTest {
    private static final String ALICE = "alice@example.org";
    private static final String THIEF = "198.51.100.7";

    /** How long the database takes here: more than a busy machine lets a thread wait. */
    private static final long DATABASE_MILLIS = 300;

    private final TestAccounts accounts = new TestAccounts();
    private final LoginConfig config = TestLoginConfig.config();
    private final SettableClock clock = new SettableClock("2026-11-24T12:00:00Z");
    private final TestBruteForce bruteForce = new TestBruteForce(clock, Map.of());
    private final Scheduler scheduler = new Scheduler();
    private final LoginAuthenticator authenticator = new LoginAuthenticator(
            accounts,
            Optional::of,
            name -> Optional.empty(),
            new TestProbe().health(),
            config,
            TestLoginConfig.check(config),
            LimitedReads.direct(),
            clock);
    private final BruteForceGuardedAuthenticator logins =
            new BruteForceGuardedAuthenticator(authenticator, bruteForce.bruteForce, config, scheduler);

    /** The real scheduler, which records the requested delays. */
    private static final class Scheduler extends ScheduledThreadPoolExecutor {
        final List<Long> delays = new ArrayList<>();

        Scheduler() {
            super(1);
        }

        @Override
        public <V> ScheduledFuture<V> schedule(Callable<V> work, long delay, TimeUnit unit) {
            delays.add(unit.toNanos(delay));
            return super.schedule(work, delay, unit);
        }
    }

    @BeforeEach
    void open() {
        authenticator.open();
        accounts.put(ALICE, "{PLAIN}open sesame");
    }

    @AfterEach
    void close() {
        scheduler.shutdownNow();
        bruteForce.close();
    }

    private CompletableFuture<LoginOutcome> request(String password) {
        return logins.authenticate(
                        new AuthRequest(AuthMethod.PLAIN, AuthProtocol.IMAP, ALICE, Secret.of(password), "", 1, THIEF))
                .toCompletableFuture();
    }

    private void block() {
        block(ALICE, 11);
    }

    private void block(String account, int guesses) {
        for (int i = 0; i < guesses; i++) {
            bruteForce.fail(account, THIEF, "guess " + i);
        }
    }

    @Test
    void aBlockedLoginGetsTheAnswerOfAWrongPasswordEvenWithTheRightOne() {
        AuthResult wrong = request("closed sesame").join().result();
        block();
        AuthResult blocked = request("open sesame").join().result();
        assertThat(((Rejected) wrong).rejection()).isEqualTo(Rejection.CREDENTIALS);
        assertThat(((Rejected) blocked).rejection()).isEqualTo(Rejection.CREDENTIALS);
    }

    @Test
    void aBlockedLoginIsAnsweredAsLateAsAWrongPasswordAndHoldsNoThread() {
        accounts.setHold(() -> {
            boolean unused = new CountDownLatch(1).await(DATABASE_MILLIS, TimeUnit.MILLISECONDS);
            return null;
        });
        for (int i = 0; i < 3; i++) {
            request("closed sesame").join();
        }
        block();
        long begin = System.nanoTime();
        CompletableFuture<LoginOutcome> blocked = request("open sesame");
        assertThat(blocked).isNotDone();
        blocked.join();
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        assertThat(took).isGreaterThanOrEqualTo(DATABASE_MILLIS - 1);
        assertThat(scheduler.delays)
                .singleElement()
                .satisfies(nanos ->
                        assertThat(TimeUnit.NANOSECONDS.toMillis(nanos)).isBetween(DATABASE_MILLIS / 2, 5000L));
    }

    /** Status, text, wait and code are the same over several failures, so nothing that nginx gets reveals a block. */
    @Test
    void wholeAnswersAreTheSameForEveryKindOfAccountAndForNone() {
        accounts.put("plain@example.org", "{PLAIN}open sesame");
        accounts.put("locked@example.org", "{SHA512-CRYPT}!");
        accounts.put(
                "suspended@example.org",
                "{PLAIN}open sesame",
                AccountStatus.SUSPENDED,
                TestAccounts.ALL,
                TestAccounts.HOST);
        accounts.put(
                "closed@example.org", "{PLAIN}open sesame", AccountStatus.CLOSED, TestAccounts.ALL, TestAccounts.HOST);
        Permissions nothing = new Permissions(false, false, false, false, false, false);
        accounts.put(
                "send-blocked@example.org", "{PLAIN}open sesame", AccountStatus.ACTIVE, nothing, TestAccounts.HOST);
        for (int i = 0; i < 11; i++) {
            bruteForce.fail("blocked@example.org", "198.51.100.250", "guess " + i);
        }
        for (AuthMethod method : List.of(AuthMethod.PLAIN, AuthMethod.CRAM_MD5, AuthMethod.APOP)) {
            for (AuthProtocol protocol : AuthProtocol.values()) {
                List<String> expected = answers(method, protocol, "unknown@example.org");
                for (String name :
                        List.of("plain", "locked", "suspended", "closed", "send-blocked", "blocked", "unknown2")) {
                    assertThat(answers(method, protocol, name + "@example.org"))
                            .as("%s %s %s", name, method, protocol)
                            .isEqualTo(expected);
                }
            }
        }
    }

    private int clients;

    /** The answers that nginx gets after each of several failures from a client of its own, each twice. */
    private List<String> answers(AuthMethod method, AuthProtocol protocol, String user) {
        TestNginxAnswer answer = new TestNginxAnswer(config);
        // A network of its own, except for the blocked account, which needs the blocked network.
        String client = user.startsWith("blocked") ? "198.51.100." + clients++ : "10.0." + clients++ + ".1";
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            AuthRequest request = new AuthRequest(
                    method, protocol, user, Secret.of("0123456789abcdef0123456789abcde" + i / 2), "<1@x>", 1, client);
            LoginOutcome outcome =
                    logins.authenticate(request).toCompletableFuture().join();
            answers.add(answer.headers(request, outcome.result(), outcome.waitSeconds(), Language.EN)
                    .toString());
        }
        return answers;
    }

    @Test
    void onlyATrustedProxyNamesTheClient() {
        try (TestBruteForce trusting = new TestBruteForce(clock, Map.of("trusted-networks", "192.0.2.0/24"))) {
            BruteForceGuardedAuthenticator behind =
                    new BruteForceGuardedAuthenticator(authenticator, trusting.bruteForce, config, scheduler);
            assertThat(behind.client("192.0.2.9", THIEF)).isEqualTo(THIEF);
            assertThat(behind.client("192.0.2.9", "")).isEqualTo("192.0.2.9");
            assertThat(behind.client(THIEF, "192.0.2.9")).isEqualTo(THIEF);
        }
    }

    @Test
    void mailWithoutALoginIsNotBlockedAndHasTheFirstWait() {
        block();
        LoginOutcome outcome = logins.authenticate(new AuthRequest(
                        AuthMethod.NONE,
                        AuthProtocol.SMTP,
                        "",
                        Secret.of(""),
                        "",
                        1,
                        THIEF,
                        false,
                        "someone@elsewhere.example"))
                .toCompletableFuture()
                .join();
        assertThat(outcome.rule()).isEqualTo(AppliedRule.NONE);
        assertThat(outcome.waitSeconds()).isEqualTo(config.waitSeconds());
    }

    @Test
    void aLoginThatCannotBeDecodedCountsAsOneOfAnUnknownUserAndIsBlockedLikeOne() {
        LoginOutcome outcome = malformed();
        assertThat(outcome.waitSeconds()).isEqualTo(config.waitSeconds());
        assertThat(outcome.rule()).isEqualTo(AppliedRule.NONE);
        for (int i = 0; i < 9; i++) {
            bruteForce.failUnknown("unknown" + i + "@example.org", THIEF, "guess");
        }
        assertThat(malformed().rule()).isEqualTo(AppliedRule.NONE);
        for (int i = 0; i < 30; i++) {
            bruteForce.failUnknown("unknown" + i + "@example.net", THIEF, "guess " + i);
        }
        LoginOutcome blocked = malformed();
        assertThat(blocked.rule()).isNotEqualTo(AppliedRule.NONE);
        assertThat(((Rejected) blocked.result()).reason()).isEqualTo("a NUL in the login");
        assertThat(blocked.waitSeconds()).isGreaterThan(config.waitSeconds());
    }

    private LoginOutcome malformed() {
        return logins.malformed(
                new AuthRequest(AuthMethod.PLAIN, AuthProtocol.IMAP, "", Secret.of(""), "", 1, THIEF),
                "a NUL in the login");
    }

    @Test
    void elevenRightPasswordsOfAnOfficeWithoutADomainDoNotBlockIt() {
        for (int i = 0; i < 30; i++) {
            AuthRequest request = new AuthRequest(
                    AuthMethod.PLAIN, AuthProtocol.IMAP, "name" + i, Secret.of("right " + i), "", 1, THIEF);
            LoginOutcome outcome =
                    logins.authenticate(request).toCompletableFuture().join();
            assertThat(((Rejected) outcome.result()).rejection()).isEqualTo(Rejection.CREDENTIALS);
            assertThat(outcome.rule()).isEqualTo(AppliedRule.NONE);
        }
        assertThat(request("open sesame").join().result()).isInstanceOf(AuthResult.Accepted.class);
    }

    @Test
    void aDotBehindTheDomainDoesNotMakeAnotherAccount() {
        for (int i = 0; i < 11; i++) {
            String user = i % 2 == 0 ? ALICE + "." : "Alice@Example.ORG";
            logins.authenticate(new AuthRequest(
                            AuthMethod.PLAIN, AuthProtocol.IMAP, user, Secret.of("guess " + i), "", 1, "198.51.100.9"))
                    .toCompletableFuture()
                    .join();
        }
        AppliedRule applied = request("open sesame").join().rule();
        assertThat(applied.rule()).isEqualTo("account-network");
        assertThat(applied.until())
                .isEqualTo(clock.instant().plus(Duration.ofMinutes(15)).toString());
    }

    @Test
    void aBlockedLoginIsAnsweredThoughTheServerStops() {
        request("closed sesame").join();
        block();
        scheduler.shutdownNow();
        assertThat(request("open sesame")).isDone();
    }

    @Test
    void aBlockedLoginWaitsAsLongAsTheFailureBeforeIt() {
        int wait = 0;
        for (int i = 0; i < 4; i++) {
            wait = request("closed sesame " + i).join().waitSeconds();
        }
        assertThat(wait).isEqualTo(24);
        block();
        assertThat(request("open sesame").join().waitSeconds()).isGreaterThanOrEqualTo(wait);
    }

    @Test
    void aRightPasswordIsNotAFailureAndMakesItsNetworkKnown() {
        assertThat(request("open sesame").join().waitSeconds()).isEqualTo(config.waitSeconds());
        assertThat(bruteForce.bruteForce.isKnown(new LoginAttempt(ALICE, THIEF, "", LoginAttempt.Kind.PLAIN, 1)))
                .isTrue();
        assertThat(request("closed sesame").join().waitSeconds())
                .as("the first failure")
                .isEqualTo(config.waitSeconds());
    }

    @Test
    void aBlockedChallengeIsAnsweredWithoutTheTimeOfAHash() {
        accounts.setHold(() -> {
            boolean unused = new CountDownLatch(1).await(DATABASE_MILLIS, TimeUnit.MILLISECONDS);
            return null;
        });
        request("closed sesame").join();
        block();
        AuthRequest challenge =
                new AuthRequest(AuthMethod.APOP, AuthProtocol.POP3, ALICE, Secret.of("response"), "<1@x>", 1, THIEF);
        assertThat(logins.authenticate(challenge).toCompletableFuture()).isDone();
        assertThat(request("closed sesame")).isNotDone();
    }

    @Test
    void howLongAGoodLoginTookIsNotTheTimeOfAWrongPassword() {
        accounts.setHold(() -> {
            boolean unused = new CountDownLatch(1).await(DATABASE_MILLIS, TimeUnit.MILLISECONDS);
            return null;
        });
        request("open sesame").join();
        block(ALICE, 101);
        assertThat(request("open sesame")).isDone();
        assertThat(scheduler.delays).isEmpty();
    }

    @Test
    void unknownUsersBlockTheAddressOfTheirClient() {
        for (int i = 0; i < 11; i++) {
            logins.authenticate(new AuthRequest(
                            AuthMethod.PLAIN,
                            AuthProtocol.IMAP,
                            "unknown" + i + "@example.org",
                            Secret.of("same"),
                            "",
                            1,
                            THIEF))
                    .toCompletableFuture()
                    .join();
        }
        assertThat(request("open sesame").join().rule().rule()).isEqualTo("unknown-users");
    }

    @Test
    void theEffectOfAnObservedRuleIsReportedFromTheAttemptThatBreaksIt() {
        try (TestBruteForce observing =
                new TestBruteForce(clock, Map.of("observe", "all", "account-network", "2/10m"))) {
            BruteForceGuardedAuthenticator observed =
                    new BruteForceGuardedAuthenticator(authenticator, observing.bruteForce, config, scheduler);
            List<String> would = new ArrayList<>();
            for (String password : List.of("a", "b", "c", "open sesame")) {
                would.add(observed.authenticate(new AuthRequest(
                                AuthMethod.PLAIN, AuthProtocol.IMAP, ALICE, Secret.of(password), "", 1, THIEF))
                        .toCompletableFuture()
                        .join()
                        .rule()
                        .would());
            }
            assertThat(would).containsExactly("", "", "account-network:block", "account-network:block");
        }
    }
}
