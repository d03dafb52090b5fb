// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.bruteforce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.bruteforce.Verdict.Effect;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The rules of brute-force protection, exemptions from them, and the loss of their counters. */
class BruteForceProtectionTest extends BruteForceScenario {
    @Test
    void aVerdictByABlockNamesItsEnd() {
        guess(ALICE, THIEF, 11);
        Instant end = clock.instant().plus(Duration.ofMinutes(15));
        clock.advance(Duration.ofMinutes(5));
        assertThat(sekisho.verdict(ALICE, THIEF).until()).contains(end);
        assertThat(sekisho.verdict(ALICE, HOME).until()).isEmpty();
        assertThat(sekisho.fail(ALICE, HOME, "typo").until()).isEmpty();
    }

    @Test
    void anOldPasswordRepeatedAThousandTimesIsNotAnAttack() {
        for (int i = 0; i < 1000; i++) {
            assertThat(sekisho.fail(ALICE, HOME, "last year's").seconds()).isEqualTo(3);
        }
        assertThat(sekisho.verdict(ALICE, HOME)).isEqualTo(Verdict.PASS);
    }

    @Test
    void moreWrongPasswordsThanTheLimitBlockTheAccountForThatNetworkOnly() {
        guess(ALICE, THIEF, 10);
        assertThat(sekisho.verdict(ALICE, THIEF)).isEqualTo(Verdict.PASS);
        guess(ALICE, THIEF, 11);
        assertThat(sekisho.verdict(ALICE, THIEF)).satisfies(decided(Effect.BLOCK, 0, "account-network"));
        assertThat(sekisho.verdict("Alice@Example.ORG", "198.51.100.200").effect())
                .isEqualTo(Effect.BLOCK);
        assertThat(sekisho.verdict(BOB, THIEF)).isEqualTo(Verdict.PASS);
        assertThat(sekisho.verdict(ALICE, HOME)).isEqualTo(Verdict.PASS);
    }

    @Test
    void anAddressThatGuessesManyAccountsIsBlockedForAll() {
        for (int i = 0; i < 21; i++) {
            sekisho.fail("user" + i + "@example.org", THIEF, "guess " + i);
        }
        assertThat(sekisho.verdict(BOB, THIEF).rule()).isEqualTo("address");
        assertThat(sekisho.verdict(BOB, "198.51.100.8")).isEqualTo(Verdict.PASS);
    }

    @Test
    void aNetworkOfIpv6IsBlockedAsOne() {
        for (int i = 0; i < 101; i++) {
            sekisho.fail("user" + i + "@example.org", "2001:db8:0:7::" + Integer.toHexString(i + 1), "guess " + i);
        }
        assertThat(sekisho.verdict(BOB, "2001:db8:0:ff::1").rule()).isEqualTo("network");
        assertThat(sekisho.verdict(BOB, "2001:db8:0:100::1")).isEqualTo(Verdict.PASS);
    }

    @Test
    void unknownUsersBlockTheirAddress() {
        for (int i = 0; i < 11; i++) {
            sekisho.bruteForce.after(
                    TestBruteForce.plain("unknown" + i + "@example.org", THIEF, "same"),
                    AttemptOutcome.UNKNOWN_USER,
                    3);
        }
        assertThat(sekisho.verdict(BOB, THIEF).rule()).isEqualTo("unknown-users");
    }

    @Test
    void aSprayedPasswordIsBlockedFromEveryAddressThatTriesItAgain() {
        for (int i = 0; i < 21; i++) {
            sekisho.fail("user" + i + "@example.org", "10.0." + i + ".1", "Summer2026");
        }
        assertThat(sekisho.verdict(BOB, "10.0.20.1").rule()).isEqualTo("spraying");
        assertThat(sekisho.verdict(BOB, "10.0.0.1")).isEqualTo(Verdict.PASS);
    }

    @Test
    void challengesAreCountedLenientlyButGuessesAreStillBlocked() {
        int tries = 0;
        while (sekisho.bruteForce.before(challenge(tries)).effect() == Effect.PASS && tries < 1000) {
            sekisho.bruteForce.after(challenge(tries), AttemptOutcome.WRONG_PASSWORD, 3);
            tries++;
        }
        assertThat(tries).isBetween(30, 400);
    }

    private static LoginAttempt challenge(int number) {
        return new LoginAttempt(ALICE, THIEF, "digest " + number, LoginAttempt.Kind.CHALLENGE, 1);
    }

    @Test
    void hashesOfDovecotCountInTheSameCountersAsPasswords() {
        guess(ALICE, THIEF, 6);
        for (int i = 0; i < 5; i++) {
            sekisho.bruteForce.after(hashed(ALICE, "hash " + i), AttemptOutcome.WRONG_PASSWORD, 0);
            sekisho.bruteForce.after(hashed(ALICE, "hash " + i), AttemptOutcome.WRONG_PASSWORD, 0);
        }
        assertThat(sekisho.verdict(ALICE, THIEF).rule()).isEqualTo("account-network");
        assertThat(sekisho.bruteForce.before(hashed(ALICE, "another")).effect()).isEqualTo(Effect.BLOCK);
        assertThat(sekisho.bruteForce.before(hashed(BOB, "another"))).isEqualTo(Verdict.PASS);
    }

    @Test
    void anObservedRuleOnlyReportsItsEffect() {
        configure(Map.of("observe", "account-network"));
        guess(ALICE, THIEF, 10);
        assertThat(sekisho.fail(ALICE, THIEF, "one more").observedEffect()).isEqualTo("account-network:block");
        Verdict observed = sekisho.verdict(ALICE, THIEF);
        assertThat(observed.effect()).isEqualTo(Effect.PASS);
        assertThat(observed.observedEffect()).isEqualTo("account-network:block");
        assertThat(sekisho.measured).containsEntry("account-network:would-block", 1);
    }

    @Test
    void nothingIsCountedAgainstATrustedNetwork() {
        configure(Map.of("trusted-networks", "198.51.100.0/24, 2001:db8::1"));
        guess(ALICE, THIEF, 30);
        assertThat(sekisho.verdict(ALICE, THIEF)).isEqualTo(Verdict.PASS);
        assertThat(sekisho.bruteForce.isTrusted(THIEF)).isTrue();
        assertThat(sekisho.bruteForce.isTrusted(HOME)).isFalse();
    }

    @Test
    void anExemptionHoldsUntilItExpires() {
        BruteForceExemption exemption = new BruteForceExemption("office");
        Instant now = clock.instant();
        exemption.set("198.51.100.0/24", "our office", Optional.of(now.plus(Duration.ofMinutes(5))), "admin", now);
        guess(ALICE, THIEF, 11);
        sekisho.exempted.add(exemption);
        sekisho.exemptions.refresh();
        assertThat(sekisho.verdict(ALICE, THIEF)).isEqualTo(Verdict.PASS);
        clock.advance(Duration.ofMinutes(5));
        assertThat(sekisho.verdict(ALICE, THIEF).effect()).isEqualTo(Effect.BLOCK);
    }

    @Test
    void anExemptionOfAnAccountHoldsUntilItExpires() {
        exempt(ALICE, Duration.ofMinutes(5));
        guess(ALICE, THIEF, 30);
        clock.advance(Duration.ofMinutes(5).minusMillis(1));
        guess(ALICE, THIEF, 30);
        assertThat(sekisho.blocks.page("", 10, each -> true)).isEmpty();
        clock.advance(Duration.ofMillis(1));
        guess(ALICE, THIEF, 11);
        assertThat(sekisho.verdict(ALICE, THIEF).effect()).isEqualTo(Effect.BLOCK);
    }

    @Test
    void atAnExemptNetworkTheWaitDoesNotGrow() {
        exempt("198.51.100.0/24", Duration.ofMinutes(5));
        for (int i = 0; i < 5; i++) {
            assertThat(sekisho.fail(ALICE, THIEF, "guess " + i).seconds()).isEqualTo(3);
        }
    }

    @Test
    void exemptionsStayValidWhileTheDatabaseIsAway() {
        exempt(ALICE, Duration.ofDays(1));
        sekisho.exemptionsAway = true;
        sekisho.exemptions.refresh();
        sekisho.exemptions.refresh();
        guess(ALICE, THIEF, 11);
        assertThat(sekisho.verdict(ALICE, THIEF)).isEqualTo(Verdict.PASS);
        sekisho.exemptionsAway = false;
        sekisho.exempted.clear();
        sekisho.exemptions.refresh();
        clock.advance(Duration.ofSeconds(5));
        sekisho.exemptions.refresh();
        guess(ALICE, THIEF, 11);
        assertThat(sekisho.verdict(ALICE, THIEF).effect()).isEqualTo(Effect.BLOCK);
        assertThat(log.lines()).extracting(line -> line.substring(0, 8)).containsExactly("SKS0805W", "SKS0806I");
    }

    private void exempt(String subject, Duration time) {
        BruteForceExemption exemption = new BruteForceExemption("one");
        Instant now = clock.instant();
        exemption.set(subject, "a test", Optional.of(now.plus(time)), "admin", now);
        sekisho.exempted.add(exemption);
        sekisho.exemptions.refresh();
    }

    @Test
    void withoutCountersEveryLoginPassesAndTheLossIsLoggedOnce() {
        guess(ALICE, THIEF, 11);
        sekisho.caches.close();
        assertThat(sekisho.verdict(ALICE, THIEF)).isEqualTo(Verdict.PASS);
        assertThat(sekisho.fail(ALICE, THIEF, "more")).isEqualTo(Verdict.PASS);
        assertThat(sekisho.measured).containsEntry("store:lost", 2);
        assertThat(log.lines()).singleElement().asString().startsWith("SKS0801W");
    }

    @Test
    void eachLossOfTheCountersIsLoggedAndItsEndToo() {
        for (int i = 0; i < 2; i++) {
            sekisho.blocksAway = true;
            for (int request = i; request < 2; request++) {
                sekisho.verdict(ALICE, THIEF);
            }
            sekisho.blocksAway = false;
            sekisho.verdict(ALICE, THIEF);
            clock.advance(Duration.ofSeconds(5));
            sekisho.verdict(ALICE, THIEF);
        }
        assertThat(log.lines())
                .extracting(line -> line.substring(0, 8))
                .containsExactly("SKS0801W", "SKS0802I", "SKS0801W", "SKS0802I");
    }

    @Test
    void eachRefusalIsCounted() {
        guess(ALICE, THIEF, 11);
        sekisho.verdict(ALICE, THIEF);
        sekisho.verdict(ALICE, THIEF);
        assertThat(sekisho.measured).containsExactly(Map.entry("account-network:block", 2));
    }

    @Test
    @Tag("slow")
    void aHundredThousandAddressesStayWithinTheBound() {
        configure(Map.of("entries", "10000"));
        for (int i = 0; i < 100_000; i++) {
            sekisho.fail(
                    "user" + i % 5000 + "@example.org",
                    "10." + (i >> 16) + "." + ((i >> 8) & 255) + "." + (i & 255),
                    "guess " + i);
        }
        long entries = 0;
        for (var each : sekisho.counters) {
            entries += each == null ? 0 : 1;
        }
        assertThat(entries).isBetween(1L, 11_000L);
    }
}
