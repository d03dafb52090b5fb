// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.SettableClock;
import dev.sekisho.database.LimitedReads;
import dev.sekisho.login.AuthMethod;
import dev.sekisho.login.AuthProtocol;
import dev.sekisho.login.AuthRequest;
import dev.sekisho.login.AuthResult;
import dev.sekisho.login.AuthResult.Accepted;
import dev.sekisho.login.AuthResult.Rejected;
import dev.sekisho.login.AuthResult.Rejection;
import dev.sekisho.login.AuthResult.TemporaryFailure;
import dev.sekisho.login.LoginAuthenticator;
import dev.sekisho.login.LoginConfig;
import dev.sekisho.login.LoginOutcome;
import dev.sekisho.login.RecordedLogin;
import dev.sekisho.login.TestLoginConfig;
import dev.sekisho.password.AppPasswordText;
import dev.sekisho.password.PasswordScheme;
import dev.sekisho.password.Secret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Passwords and app passwords: their check, its cost and its time. */
class PasswordCheckTest extends PasswordCheckScenario {
    @Test
    void aDigestOfNameAndPasswordIsCheckedForTheAccountsAddress() {
        carol("{DIGEST-MD5}579941348742431a36bf0b6a213b6942", null);
        assertThat(login(keyRing(), "imap-plain")).isInstanceOf(Accepted.class);
        assertThat(login(keyRing(), "imap-cram-md5")).isInstanceOf(Rejected.class);
        carol("{DIGEST-MD5}a6b71e8d6b2c2d1d0d23bc2f891d467c", null);
        assertThat(login(keyRing(), "imap-plain")).isInstanceOf(Rejected.class);
    }

    @Test
    void theCredentialsOfALoginAreRecorded() {
        carol("{PLAIN}" + RIGHT, null);
        String text = AppPasswordText.generate();
        accounts.setAppPasswords(CAROL, phone(text, "any", Optional.empty()));
        CredentialUsage uses = new CredentialUsage(secrets, Clock.systemUTC());
        LoginConfig config = TestLoginConfig.config();
        LoginAuthenticator authenticator = authenticator(
                config,
                new PasswordCheck(
                        config,
                        secrets,
                        keyRing(OLD),
                        uses,
                        new VerificationPool(Runnable::run, 1, 0),
                        LimitedReads.direct(),
                        Clock.systemUTC()));
        authenticator.open();
        assertThat(authenticator.decide(plain(AuthProtocol.SMTP, text))).isInstanceOf(Rejected.class);
        uses.write();
        assertThat(secrets.written).as("nothing of a rejected login").isEmpty();
        assertThat(authenticator.decide(RecordedLogin.named("pop3-apop").request()))
                .isInstanceOf(Accepted.class);
        assertThat(authenticator.decide(plain(AuthProtocol.IMAP, text))).isInstanceOf(Accepted.class);
        uses.write();
        assertThat(secrets.written).containsExactlyInAnyOrder(CAROL + " apop", "1");
    }

    @Test
    void anAppPasswordWorksForItsProtocolsAndNetworksUntilItIsRevoked() {
        accounts.put(CAROL, HASH);
        String text = AppPasswordText.generate();
        accounts.setAppPasswords(CAROL, phone(text, "any", Optional.empty()));
        LoginAuthenticator authenticator = authenticator(TestLoginConfig.config(), keyRing());
        assertThat(authenticator.decide(plain(AuthProtocol.IMAP, text))).isInstanceOf(Accepted.class);
        assertThat(authenticator.decide(plain(
                        AuthProtocol.IMAP,
                        text.toUpperCase(java.util.Locale.ROOT).replace('-', ' '))))
                .isInstanceOf(Accepted.class);
        assertThat(authenticator.decide(plain(AuthProtocol.IMAP, AppPasswordText.generate())))
                .as("another one, which was not generated")
                .isEqualTo(new Rejected(Rejection.CREDENTIALS, "wrong password"));
        assertThat(authenticator.decide(plain(AuthProtocol.SMTP, text)))
                .isEqualTo(new Rejected(Rejection.PROTOCOL, "app password not for this protocol"));
        accounts.setAppPasswords(CAROL, phone(text, "198.51.100.0/24", Optional.empty()));
        assertThat(authenticator.decide(plain(AuthProtocol.IMAP, text)))
                .isEqualTo(new Rejected(Rejection.METHOD, "app password not for this network"));
        accounts.setAppPasswords(CAROL, phone(text, "192.0.2.0/24", Optional.empty()));
        assertThat(authenticator.decide(plain(AuthProtocol.IMAP, text))).isInstanceOf(Accepted.class);
        Instant past = Clock.systemUTC().instant().minusSeconds(1);
        accounts.setAppPasswords(CAROL, phone(text, "any", Optional.of(past)));
        assertThat(authenticator.decide(plain(AuthProtocol.IMAP, text))).isInstanceOf(Rejected.class);
        accounts.setAppPasswords(CAROL);
        assertThat(authenticator.decide(plain(AuthProtocol.IMAP, text))).isInstanceOf(Rejected.class);
        assertThat(authenticator.decide(plain(AuthProtocol.IMAP, RIGHT))).isInstanceOf(Accepted.class);
    }

    @Test
    void anAppPasswordWhoseNetworksCannotBeReadIsATemporaryFailure() {
        accounts.put(CAROL, "{PLAIN}" + RIGHT);
        String text = AppPasswordText.generate();
        accounts.setAppPasswords(CAROL, phone(text, "the office", Optional.empty()));
        AuthResult result = authenticator(TestLoginConfig.config(), keyRing()).decide(plain(AuthProtocol.IMAP, text));
        assertThat(result).isInstanceOf(TemporaryFailure.class);
        assertThat(result.toString()).contains("networks of an app password");
    }

    @Test
    void aFullQueueIsATemporaryFailureExceptForCachedPasswords() {
        accounts.put(CAROL, HASH);
        List<Runnable> held = new ArrayList<>();
        VerificationPool pool = new VerificationPool(held::add, 1, 0);
        LoginConfig config = TestLoginConfig.config();
        PasswordCheck check = new PasswordCheck(
                config,
                secrets,
                keyRing(),
                new CredentialUsage(secrets, Clock.systemUTC()),
                pool,
                LimitedReads.direct(),
                Clock.systemUTC());
        LoginAuthenticator authenticator = authenticator(config, check);
        authenticator.open();
        CompletableFuture<LoginOutcome> first =
                authenticator.authenticate(plain(AuthProtocol.IMAP, RIGHT)).toCompletableFuture();
        CompletableFuture<LoginOutcome> same =
                authenticator.authenticate(plain(AuthProtocol.POP3, RIGHT)).toCompletableFuture();
        assertThat(first).isNotDone();
        TemporaryFailure busy = new TemporaryFailure("too many passwords are being checked");
        assertThat(authenticator.decide(plain(AuthProtocol.IMAP, "other"))).isEqualTo(busy);
        assertThat(authenticator.decide(request("unknown@example.com", AuthProtocol.IMAP, "other")))
                .isEqualTo(busy);
        assertThat(pool.refused()).isEqualTo(2);
        assertThat(held).hasSize(1);
        held.get(0).run();
        assertThat(first.join().result()).isInstanceOf(Accepted.class);
        assertThat(same.join().result()).isInstanceOf(Accepted.class);
        // Remembered: it is answered although the held tasks do not run.
        assertThat(authenticator.decide(plain(AuthProtocol.SMTP, RIGHT))).isInstanceOf(Accepted.class);
        assertThat(pool.pending()).isZero();
        // A changed stored password ends the cached one at once.
        accounts.put(CAROL, PasswordScheme.SHA512_CRYPT.generate(Secret.of("changed"), 1000));
        assertThat(authenticator.authenticate(plain(AuthProtocol.IMAP, RIGHT)).toCompletableFuture())
                .isNotDone();
        held.get(1).run();
    }

    @Test
    void aLoginWhosePlaceAnotherClientTakesIsATemporaryFailure() {
        LoginConfig config = TestLoginConfig.config();
        LoginAuthenticator authenticator = authenticator(
                config,
                new PasswordCheck(
                        config,
                        secrets,
                        keyRing(),
                        new CredentialUsage(secrets, Clock.systemUTC()),
                        new VerificationPool(work -> {}, 1, 2),
                        LimitedReads.direct(),
                        Clock.systemUTC()));
        authenticator.open();
        accounts.put(CAROL, HASH);
        assertThat(guess(authenticator, "198.51.100.1", "a")).isNotDone();
        CompletableFuture<LoginOutcome> first = guess(authenticator, "198.51.100.2", "b");
        CompletableFuture<LoginOutcome> second = guess(authenticator, "198.51.100.2", "c");
        assertThat(second).isNotDone();
        assertThat(guess(authenticator, "198.51.100.3", "d")).isNotDone();
        assertThat(first).isNotDone();
        assertThat(second.join().result()).isEqualTo(new TemporaryFailure("the password could not be checked"));
        assertThat(log.lines())
                .as("the full queue, and no error")
                .singleElement()
                .asString()
                .startsWith("SKS0625W");
    }

    private static CompletableFuture<LoginOutcome> guess(
            LoginAuthenticator authenticator, String client, String password) {
        return authenticator
                .authenticate(
                        new AuthRequest(AuthMethod.PLAIN, AuthProtocol.IMAP, CAROL, Secret.of(password), "", 1, client))
                .toCompletableFuture();
    }

    /** Counted instead of timed: a wrong password costs one check in the pool for every stored password. */
    @Test
    void aWrongPasswordCostsOneCheckWhateverIsStored() {
        AtomicInteger checks = new AtomicInteger();
        VerificationPool pool = new VerificationPool(
                task -> {
                    checks.incrementAndGet();
                    task.run();
                },
                1,
                0);
        LoginConfig config = TestLoginConfig.config();
        LoginAuthenticator authenticator = authenticator(
                config,
                new PasswordCheck(
                        config,
                        secrets,
                        keyRing(),
                        new CredentialUsage(secrets, Clock.systemUTC()),
                        pool,
                        LimitedReads.direct(),
                        Clock.systemUTC()));
        authenticator.open();
        for (String stored : List.of(
                HASH,
                "{PLAIN}" + RIGHT,
                PasswordScheme.SSHA512.generate(Secret.of(RIGHT)),
                PasswordScheme.MD5_CRYPT.generate(Secret.of(RIGHT)),
                "{SHA512-CRYPT}!" + HASH.substring(HASH.indexOf('}') + 1),
                "{CRYPT}*")) {
            accounts.put(CAROL, stored);
            checks.set(0);
            assertThat(authenticator.decide(plain(AuthProtocol.IMAP, "wrong")))
                    .as(stored)
                    .isInstanceOf(Rejected.class);
            assertThat(checks).as(stored).hasValue(1);
        }
        checks.set(0);
        assertThat(authenticator.decide(request("unknown@example.com", AuthProtocol.IMAP, "wrong")))
                .isInstanceOf(Rejected.class);
        assertThat(checks).hasValue(1);
    }

    /**
     * The one measured check: a locked or clear password must not answer faster. Bounds are wide, for a busy machine.
     */
    @Test
    @Tag("slow")
    void aWrongPasswordTakesTheTimeOfAnUnknownUserWhateverIsStored() {
        LoginConfig config = TestLoginConfig.config("default-scheme", "BLF-CRYPT");
        LoginAuthenticator authenticator = authenticator(config, TestLoginConfig.check(config, secrets, keyRing()));
        authenticator.open();
        long unknown = bestNanos(authenticator, "unknown@example.com");
        for (String stored :
                List.of("{PLAIN}" + RIGHT, "{BLF-CRYPT}*", PasswordScheme.BLF_CRYPT.generate(Secret.of(RIGHT)))) {
            accounts.put(CAROL, stored);
            assertThat(bestNanos(authenticator, CAROL)).as(stored).isBetween(unknown / 3, unknown * 3);
        }
    }

    /** The least of several: a busy machine makes things slower, never faster. */
    private static long bestNanos(LoginAuthenticator authenticator, String user) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 7; i++) {
            long begin = System.nanoTime();
            assertThat(authenticator.decide(request(user, AuthProtocol.IMAP, "wrong " + i)))
                    .isInstanceOf(Rejected.class);
            best = Math.min(best, System.nanoTime() - begin);
        }
        return best;
    }

    @Test
    void theLastUseIsWrittenBehindAndKeptWhileTheDatabaseIsAway() {
        SettableClock clock = new SettableClock("2026-03-01T09:00:00Z");
        CredentialUsage uses = new CredentialUsage(secrets, clock);
        uses.used(CAROL, AuthMethod.APOP);
        secrets.away = true;
        for (int i = 0; i < 3; i++) {
            uses.write();
            assertThat(log.lines()).singleElement().asString().startsWith("SKS0626W");
        }
        secrets.away = false;
        uses.write();
        assertThat(secrets.written).containsExactly(CAROL + " apop");
        assertThat(log.lines()).hasSize(1);
        clock.advance(Duration.ofSeconds(5));
        uses.write();
        assertThat(log.lines()).hasSize(2).first().asString().startsWith("SKS0626W");
    }
}
