// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.bruteforce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.bruteforce.Verdict.Effect;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How long a client waits after failures, and which clients a rule makes wait. */
class BruteForceWaitTest extends BruteForceScenario {
    @Test
    void anAccountGuessedFromManyNetworksMakesOnlyUnknownNetworksWaitOnce() {
        sekisho.succeed(ALICE, HOME);
        for (int i = 0; i < 21; i++) {
            sekisho.fail(ALICE, "10.0." + i + ".1", "guess");
        }
        assertThat(sekisho.verdict(ALICE, HOME)).isEqualTo(Verdict.PASS);
        assertThat(sekisho.verdict(BOB, THIEF)).isEqualTo(Verdict.PASS);
        assertThat(sekisho.verdict(ALICE, THIEF)).satisfies(decided(Effect.WAIT, 10, "distributed"));
        assertThat(sekisho.verdict(ALICE, THIEF).effect()).as("not waited yet").isEqualTo(Effect.WAIT);
        clock.advance(Duration.ofSeconds(10));
        assertThat(sekisho.verdict(ALICE, THIEF)).as("nginx sends it again").isEqualTo(Verdict.PASS);
    }

    @Test
    void noChallengeIsMadeToWait() {
        guess(ALICE, THIEF, 5);
        for (int i = 0; i < 21; i++) {
            sekisho.fail(ALICE, "10.0." + i + ".1", "guess");
        }
        assertThat(sekisho.bruteForce.before(new LoginAttempt(ALICE, HOME, "digest", LoginAttempt.Kind.CHALLENGE, 1)))
                .isEqualTo(Verdict.PASS);
    }

    @Test
    void theWaitIsTheSameForExistingUnknownExemptAndBlockedLogins() {
        BruteForceExemption exemption = new BruteForceExemption("robot");
        Instant now = clock.instant();
        exemption.set("robot@example.org", "reads the alarms", Optional.empty(), "admin", now);
        sekisho.exempted.add(exemption);
        sekisho.exemptions.refresh();
        guess(ALICE, "203.0.113.1", 11);
        assertThat(sekisho.verdict(ALICE, "203.0.113.4").effect()).isEqualTo(Effect.BLOCK);
        for (int i = 0; i < 8; i++) {
            String guess = "guess " + i / 2; // each twice: one that is repeated is one
            int known = sekisho.fail(ALICE, "198.51.100.1", guess).seconds();
            assertThat(sekisho.failUnknown("unknown@example.org", "198.51.101.2", guess)
                            .seconds())
                    .isEqualTo(known);
            assertThat(sekisho.fail("robot@example.org", "198.51.102.3", guess).seconds())
                    .isEqualTo(known);
            assertThat(sekisho.bruteForce.blockedWaitSeconds(TestBruteForce.plain(ALICE, "203.0.113.4", guess), 3))
                    .isEqualTo(known);
        }
    }

    /** If only guesses at existing accounts ended in a wait, the wait would reveal them. */
    @Test
    void anUnknownLoginWaitsAndIsBlockedLikeAnExistingOne() {
        for (int i = 0; i < 40; i++) {
            sekisho.fail(ALICE, "10.0." + i + ".1", "guess " + i);
            sekisho.failUnknown("unknown@example.org", "10.1." + i + ".1", "guess " + i);
        }
        assertThat(sekisho.verdict(ALICE, "203.0.113.9"))
                .isEqualTo(sekisho.verdict("unknown@example.org", "203.0.113.9"));
        for (int i = 0; i < 11; i++) {
            sekisho.fail(ALICE, "10.2.0.1", "guess " + i);
            sekisho.failUnknown("unknown@example.org", "10.3.0.1", "guess " + i);
        }
        assertThat(sekisho.verdict(ALICE, "10.2.0.2")).isEqualTo(sekisho.verdict("unknown@example.org", "10.3.0.2"));
        assertThat(sekisho.verdict(ALICE, "10.2.0.2").rule()).isEqualTo("account-network");
    }

    @Test
    void anInvalidLoginIsNotCountedAsAGuessButWaits() {
        int wait = 0;
        for (int i = 0; i < 50; i++) {
            wait = sekisho.bruteForce
                    .after(TestBruteForce.plain("name" + i, THIEF, "right " + i), AttemptOutcome.NO_GUESS, 3)
                    .seconds();
        }
        assertThat(wait).isEqualTo(60);
        assertThat(sekisho.verdict(BOB, THIEF)).isEqualTo(Verdict.PASS);
        assertThat(sekisho.blocks.page("", 10, each -> true)).isEmpty();
    }

    @Test
    void noNumberOfGuessesBlocksTheAccountAsAWhole() {
        for (int i = 0; i < 500; i++) {
            sekisho.fail(ALICE, "10." + i % 250 + ".0.1", "guess " + i);
        }
        assertThat(sekisho.verdict(ALICE, HOME).effect()).isEqualTo(Effect.WAIT);
    }

    @Test
    void aHashedAttemptWaitsOnceLikeAnyOther() {
        for (int i = 0; i < 21; i++) {
            sekisho.fail(ALICE, "10.0." + i + ".1", "guess");
        }
        assertThat(sekisho.bruteForce.before(hashed(ALICE, "h")).effect()).isEqualTo(Effect.WAIT);
        clock.advance(Duration.ofSeconds(10));
        assertThat(sekisho.bruteForce.before(hashed(ALICE, "h"))).isEqualTo(Verdict.PASS);
    }

    @Test
    void aBlockedClientWaitsAsLongAsAfterItsLastFailure() {
        for (int i = 0; i < 3; i++) {
            int failed = sekisho.fail(ALICE, THIEF, "guess " + i).seconds();
            assertThat(sekisho.bruteForce.blockedWaitSeconds(TestBruteForce.plain(ALICE, THIEF, "guess " + i), 3))
                    .isEqualTo(failed);
        }
        assertThat(sekisho.bruteForce.blockedWaitSeconds(TestBruteForce.plain(ALICE, HOME, "x"), 3))
                .isEqualTo(3);
    }

    @Test
    void theWaitAfterAFailureGrowsToItsBound() {
        int[] waits = new int[7];
        for (int i = 0; i < waits.length; i++) {
            waits[i] = sekisho.fail(ALICE, THIEF, "guess " + i).seconds();
        }
        assertThat(waits).containsExactly(3, 6, 12, 24, 48, 60, 60);
    }

    /** Webmail does not report the address of its user, so it cannot be made to wait. */
    @Test
    void aTrustedNetworkNeverWaitsThoughItsGuessesMakeOthersWait() {
        configure(Map.of("trusted-networks", THIEF, "account", "5/1h"));
        for (int i = 0; i < 6; i++) {
            assertThat(sekisho.fail(ALICE, THIEF, "guess " + i).seconds()).isEqualTo(3);
        }
        assertThat(sekisho.verdict(ALICE, THIEF)).isEqualTo(Verdict.PASS);
        assertThat(sekisho.verdict(ALICE, HOME).rule()).isEqualTo("account");
        sekisho.succeed(ALICE, THIEF);
        assertThat(sekisho.bruteForce.isKnown(TestBruteForce.plain(ALICE, THIEF, "right")))
                .isFalse();
    }

    @Test
    void anOldPasswordInAKnownNetworkDoesNotDelayOtherNetworks() {
        configure(Map.of("account", "5/1h"));
        sekisho.succeed(ALICE, HOME);
        guess(ALICE, HOME, 9);
        assertThat(sekisho.verdict(ALICE, THIEF)).isEqualTo(Verdict.PASS);
    }

    @Test
    void eachUnknownAddressWaitsSeparately() {
        configure(Map.of("account", "5/1h"));
        guess(ALICE, THIEF, 6);
        sekisho.verdict(ALICE, "203.0.113.1");
        clock.advance(Duration.ofSeconds(10));
        assertThat(sekisho.verdict(ALICE, "203.0.113.2").effect()).isEqualTo(Effect.WAIT);
        assertThat(sekisho.verdict(ALICE, "203.0.113.1")).isEqualTo(Verdict.PASS);
    }

    /** nginx measures the wait by itself, so a second less is the same. */
    @Test
    void aCompletedWaitIsValidForOneMinute() {
        configure(Map.of("account", "5/1h", "wait-seconds", "10"));
        guess(ALICE, THIEF, 6);
        assertThat(sekisho.verdict(ALICE, HOME).effect()).isEqualTo(Effect.WAIT);
        clock.advance(Duration.ofSeconds(8));
        assertThat(sekisho.verdict(ALICE, HOME).effect()).isEqualTo(Effect.WAIT);
        clock.advance(Duration.ofSeconds(1));
        assertThat(sekisho.verdict(ALICE, HOME).effect()).isEqualTo(Effect.PASS);

        assertThat(sekisho.verdict(ALICE, HOME).effect()).isEqualTo(Effect.WAIT);
        clock.advance(Duration.ofSeconds(69));
        assertThat(sekisho.verdict(ALICE, HOME).effect()).isEqualTo(Effect.PASS);

        assertThat(sekisho.verdict(ALICE, HOME).effect()).isEqualTo(Effect.WAIT);
        clock.advance(Duration.ofSeconds(70));
        assertThat(sekisho.verdict(ALICE, HOME).effect()).isEqualTo(Effect.WAIT);
    }

    @Test
    void aRightPasswordAndALoginWithoutADecisionHaveNoWait() {
        LoginAttempt attempt = TestBruteForce.plain(ALICE, THIEF, "right");
        guess(ALICE, THIEF, 3);
        assertThat(sekisho.bruteForce.after(attempt, AttemptOutcome.SUCCESS, 3)).isEqualTo(Verdict.PASS);
        assertThat(sekisho.bruteForce.after(attempt, AttemptOutcome.UNDECIDED, 3))
                .isEqualTo(Verdict.PASS);
    }

    @Test
    void aWaitOfZeroSecondsIsNoWait() {
        assertThat(sekisho.bruteForce.after(hashed(ALICE, "h"), AttemptOutcome.WRONG_PASSWORD, 0))
                .isEqualTo(Verdict.PASS);
    }

    @Test
    void twoRulesOfOneAccountMakeAnUnknownAddressWaitOnce() {
        for (int i = 0; i < 31; i++) {
            sekisho.fail(ALICE, "10.0." + i + ".1", "guess " + i);
        }
        assertThat(sekisho.verdict(ALICE, THIEF).effect()).isEqualTo(Effect.WAIT);
        clock.advance(Duration.ofSeconds(10));
        assertThat(sekisho.verdict(ALICE, THIEF)).isEqualTo(Verdict.PASS);
    }
}
