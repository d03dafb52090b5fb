// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.bruteforce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.OperatorLog;
import dev.sekisho.SettableClock;
import dev.sekisho.bruteforce.Verdict.Effect;
import dev.sekisho.net.IpNetwork;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BruteForceProtectionTest {
    private static final String ALICE = "alice@example.org";
    private static final String BOB = "bob@example.org";
    private static final String THIEF = "198.51.100.7";
    private static final String HOME = "192.0.2.7";

    private final SettableClock clock = new SettableClock("2026-11-24T12:00:00Z");
    private TestBruteForce sekisho = new TestBruteForce(clock, Map.of());
    private OperatorLog log;

    @BeforeEach
    void listen() {
        log = new OperatorLog("dev.sekisho.bruteforce");
    }

    @AfterEach
    void close() {
        log.close();
        sekisho.close();
    }

    private void configure(Map<String, String> properties) {
        sekisho.close();
        sekisho = new TestBruteForce(clock, properties);
    }

    private void guess(String login, String client, int times) {
        for (int i = 0; i < times; i++) {
            sekisho.fail(login, client, "guess " + i);
        }
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
    void anOldPasswordRepeatedAThousandTimesIsNoAttack() {
        for (int i = 0; i < 1000; i++) {
            assertThat(sekisho.fail(ALICE, HOME, "last year's").seconds()).isEqualTo(3);
        }
        assertThat(sekisho.ask(ALICE, HOME)).isEqualTo(Verdict.PASS);
    }

    @Test
    void moreDistinctPasswordsThanBorneBlockTheAccountForThatNetworkOnly() {
        guess(ALICE, THIEF, 10);
        assertThat(sekisho.ask(ALICE, THIEF)).isEqualTo(Verdict.PASS);
        guess(ALICE, THIEF, 11);
        assertThat(sekisho.ask(ALICE, THIEF)).isEqualTo(new Verdict(Effect.BLOCK, 0, "account-network", ""));
        assertThat(sekisho.ask("Alice@Example.ORG", "198.51.100.200").effect()).isEqualTo(Effect.BLOCK);
        assertThat(sekisho.ask(BOB, THIEF)).isEqualTo(Verdict.PASS);
        assertThat(sekisho.ask(ALICE, HOME)).isEqualTo(Verdict.PASS);
    }

    @Test
    void anAddressThatGuessesManyAccountsIsBlockedForAll() {
        for (int i = 0; i < 21; i++) {
            sekisho.fail("user" + i + "@example.org", THIEF, "guess " + i);
        }
        assertThat(sekisho.ask(BOB, THIEF).rule()).isEqualTo("address");
        assertThat(sekisho.ask(BOB, "198.51.100.8")).isEqualTo(Verdict.PASS);
    }

    @Test
    void aNetworkOfIpv6IsBlockedAsOne() {
        for (int i = 0; i < 101; i++) {
            sekisho.fail("user" + i + "@example.org", "2001:db8:0:7::" + Integer.toHexString(i + 1), "guess " + i);
        }
        assertThat(sekisho.ask(BOB, "2001:db8:0:ff::1").rule()).isEqualTo("network");
        assertThat(sekisho.ask(BOB, "2001:db8:0:100::1")).isEqualTo(Verdict.PASS);
    }

    @Test
    void unknownUsersBlockTheirAddress() {
        for (int i = 0; i < 11; i++) {
            sekisho.bruteForce.after(
                    TestBruteForce.plain("nobody" + i + "@example.org", THIEF, "same"), AttemptOutcome.UNKNOWN_USER, 3);
        }
        assertThat(sekisho.ask(BOB, THIEF).rule()).isEqualTo("unknown-users");
    }

    @Test
    void aSprayedPasswordBlocksWhoeverGoesOnWithItFromWhereverHeComes() {
        for (int i = 0; i < 21; i++) {
            sekisho.fail("user" + i + "@example.org", "10.0." + i + ".1", "Summer2026");
        }
        assertThat(sekisho.ask(BOB, "10.0.20.1").rule()).isEqualTo("spraying");
        assertThat(sekisho.ask(BOB, "10.0.0.1")).isEqualTo(Verdict.PASS);
    }

    @Test
    void anAccountGuessedFromManyNetworksMakesStrangersWaitOnceAndNobodyElse() {
        sekisho.succeed(ALICE, HOME);
        for (int i = 0; i < 21; i++) {
            sekisho.fail(ALICE, "10.0." + i + ".1", "guess");
        }
        assertThat(sekisho.ask(ALICE, HOME)).isEqualTo(Verdict.PASS);
        assertThat(sekisho.ask(BOB, THIEF)).isEqualTo(Verdict.PASS);
        assertThat(sekisho.ask(ALICE, THIEF)).isEqualTo(new Verdict(Effect.WAIT, 10, "distributed", ""));
        assertThat(sekisho.ask(ALICE, THIEF).effect()).as("not waited yet").isEqualTo(Effect.WAIT);
        clock.advance(Duration.ofSeconds(10));
        assertThat(sekisho.ask(ALICE, THIEF)).as("nginx asks again").isEqualTo(Verdict.PASS);
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
    void aPhoneWithAnOldPasswordAndAChallengeIsCountedMildlyAndAGuesserStillStopped() {
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
    void anAddressOfAGoodLoginBearsTenTimesAsMuchForThatAccountAndNotMore() {
        sekisho.succeed(ALICE, HOME);
        guess(BOB, HOME, 200);
        guess(ALICE, HOME, 100);
        assertThat(sekisho.ask(ALICE, HOME)).isEqualTo(Verdict.PASS);
        assertThat(sekisho.ask(BOB, HOME).effect()).isEqualTo(Effect.BLOCK);
        guess(ALICE, HOME, 101);
        assertThat(sekisho.ask(ALICE, HOME)).isEqualTo(new Verdict(Effect.BLOCK, 0, "account-network", ""));
        assertThat(sekisho.blocks.page("", 100, each -> each.subject().equals(ALICE + " " + HOME)))
                .hasSize(1);
    }

    @Test
    void whoSharesTheOwnersNetworkIsBlockedLikeAnybodyAndTheOwnerIsNot() {
        sekisho.succeed(ALICE, HOME);
        int guesses = 0;
        while (guesses < 10_000 && sekisho.ask(ALICE, "192.0.2.77").effect() == Effect.PASS) {
            sekisho.fail(ALICE, "192.0.2.77", "guess " + guesses++);
        }
        assertThat(guesses).isEqualTo(21);
        assertThat(sekisho.ask(ALICE, "192.0.2.77").rule()).isEqualTo("address");
        assertThat(sekisho.ask(ALICE, HOME)).isEqualTo(Verdict.PASS);
        assertThat(sekisho.ask(ALICE, "192.0.2.8"))
                .as("another address of hers")
                .isEqualTo(Verdict.PASS);
    }

    @Test
    void allAddressesOfAKnownNetworkTogetherHaveABound() {
        sekisho.succeed(ALICE, HOME);
        int guesses = 0;
        for (int address = 20;
                address < 250 && sekisho.ask(ALICE, "192.0.2." + address).effect() == Effect.PASS; ) {
            sekisho.fail(ALICE, "192.0.2." + address, "guess " + guesses++);
            address += guesses % 5 == 0 ? 1 : 0;
        }
        assertThat(guesses).isEqualTo(101);
        assertThat(sekisho.ask(ALICE, "192.0.2.8").rule()).isEqualTo("account-network");
        assertThat(sekisho.ask(ALICE, HOME)).as("the address of her good login").isEqualTo(Verdict.PASS);
    }

    @Test
    void theFactorOfKnownNetworksIsASetting() {
        configure(Map.of("known-factor", "2", "account-network", "3/10m"));
        sekisho.succeed(ALICE, HOME);
        guess(ALICE, HOME, 6);
        assertThat(sekisho.ask(ALICE, HOME)).isEqualTo(Verdict.PASS);
        guess(ALICE, HOME, 7);
        assertThat(sekisho.ask(ALICE, HOME).effect()).isEqualTo(Effect.BLOCK);
    }

    @Test
    void anOfficeBehindOneAddressLivesThoughOneOfItsMachinesGuesses() {
        for (int i = 0; i < 30; i++) {
            sekisho.succeed("user" + i + "@example.org", HOME);
        }
        for (int i = 0; i < 500; i++) {
            sekisho.fail("other" + i % 50 + "@example.net", HOME, "guess " + i);
        }
        assertThat(sekisho.ask("other1@example.net", HOME).effect()).isEqualTo(Effect.BLOCK);
        for (int i = 0; i < 30; i++) {
            assertThat(sekisho.ask("user" + i + "@example.org", HOME)).isEqualTo(Verdict.PASS);
        }
    }

    @Test
    void anIpv6ClientIsItsSlash64WhicheverAddressItTakes() {
        for (int i = 0; i < 21; i++) {
            sekisho.fail("user" + i + "@example.org", "2001:db8:0:7::" + Integer.toHexString(i + 1), "guess " + i);
        }
        assertThat(sekisho.ask(BOB, "2001:db8:0:7:ffff::1").rule()).isEqualTo("address");
        assertThat(sekisho.ask(BOB, "2001:DB8:0:7:0:0:0:1").rule()).isEqualTo("address");
        assertThat(sekisho.ask(BOB, "2001:db8:0:8::1")).as("the next customer").isEqualTo(Verdict.PASS);
        for (int i = 0; i < 11; i++) {
            sekisho.failUnknown("nobody" + i + "@example.org", "2001:db8:1:7::" + i, "same");
        }
        assertThat(sekisho.ask(BOB, "2001:db8:1:7::ffff").rule()).isEqualTo("unknown-users");
        assertThat(sekisho.fail(ALICE, "2001:db8:2:7::1", "a").seconds()).isEqualTo(3);
        assertThat(sekisho.fail(ALICE, "2001:db8:2:7::2", "b").seconds())
                .as("the wait of the same client")
                .isEqualTo(6);
    }

    @Test
    void anIpv4MappedAddressIsTheIpv4Address() {
        guess(ALICE, "::ffff:198.51.100.7", 11);
        assertThat(sekisho.ask(ALICE, THIEF).effect()).isEqualTo(Effect.BLOCK);
        assertThat(sekisho.ask(ALICE, "::FFFF:c633:6407").effect()).isEqualTo(Effect.BLOCK);
    }

    @Test
    void theWaitIsTheSameForLoginsThatExistDoNotExistAreExemptOrAreBlocked() {
        BruteForceExemption exemption = new BruteForceExemption("robot");
        Instant now = clock.instant();
        exemption.set("robot@example.org", "reads the alarms", Optional.empty(), "admin", now);
        sekisho.exempted.add(exemption);
        sekisho.exemptions.refresh();
        guess(ALICE, "203.0.113.1", 11);
        assertThat(sekisho.ask(ALICE, "203.0.113.4").effect()).isEqualTo(Effect.BLOCK);
        for (int i = 0; i < 8; i++) {
            String guess = "guess " + i / 2; // each twice: one that is repeated is one
            int known = sekisho.fail(ALICE, "198.51.100.1", guess).seconds();
            assertThat(sekisho.failUnknown("nobody@example.org", "198.51.101.2", guess)
                            .seconds())
                    .isEqualTo(known);
            assertThat(sekisho.fail("robot@example.org", "198.51.102.3", guess).seconds())
                    .isEqualTo(known);
            assertThat(sekisho.bruteForce.blockedWaitSeconds(TestBruteForce.plain(ALICE, "203.0.113.4", guess), 3))
                    .isEqualTo(known);
        }
    }

    /** If only guesses at accounts that exist ended in a wait, the wait would name them. */
    @Test
    void aLoginThatDoesNotExistIsMadeToWaitAndIsBlockedAsOneThatDoes() {
        for (int i = 0; i < 40; i++) {
            sekisho.fail(ALICE, "10.0." + i + ".1", "guess " + i);
            sekisho.failUnknown("nobody@example.org", "10.1." + i + ".1", "guess " + i);
        }
        assertThat(sekisho.ask(ALICE, "203.0.113.9")).isEqualTo(sekisho.ask("nobody@example.org", "203.0.113.9"));
        for (int i = 0; i < 11; i++) {
            sekisho.fail(ALICE, "10.2.0.1", "guess " + i);
            sekisho.failUnknown("nobody@example.org", "10.3.0.1", "guess " + i);
        }
        assertThat(sekisho.ask(ALICE, "10.2.0.2")).isEqualTo(sekisho.ask("nobody@example.org", "10.3.0.2"));
        assertThat(sekisho.ask(ALICE, "10.2.0.2").rule()).isEqualTo("account-network");
    }

    @Test
    void aLoginThatCanBeNoAccountIsNoGuessButWaits() {
        int wait = 0;
        for (int i = 0; i < 50; i++) {
            wait = sekisho.bruteForce
                    .after(TestBruteForce.plain("name" + i, THIEF, "right " + i), AttemptOutcome.NO_GUESS, 3)
                    .seconds();
        }
        assertThat(wait).isEqualTo(60);
        assertThat(sekisho.ask(BOB, THIEF)).isEqualTo(Verdict.PASS);
        assertThat(sekisho.blocks.page("", 10, each -> true)).isEmpty();
    }

    @Test
    void aKnownNetworkOutlivesARestart() {
        sekisho.succeed(ALICE, HOME);
        sekisho.known.write();
        TestBruteForce next = new TestBruteForce(clock, Map.of());
        next.written.addAll(sekisho.written);
        next.known.load();
        sekisho.close();
        sekisho = next;
        guess(ALICE, HOME, 50);
        assertThat(sekisho.ask(ALICE, HOME)).isEqualTo(Verdict.PASS);
    }

    @Test
    void noNumberOfGuessesBlocksTheAccountAsAWhole() {
        for (int i = 0; i < 500; i++) {
            sekisho.fail(ALICE, "10." + i % 250 + ".0.1", "guess " + i);
        }
        assertThat(sekisho.ask(ALICE, HOME).effect()).isEqualTo(Effect.WAIT);
    }

    @Test
    void aBlockEndsByItself() {
        guess(ALICE, THIEF, 11);
        clock.advance(Duration.ofMinutes(15).minusSeconds(1));
        assertThat(sekisho.ask(ALICE, THIEF).effect()).isEqualTo(Effect.BLOCK);
        clock.advance(Duration.ofSeconds(1));
        assertThat(sekisho.ask(ALICE, THIEF)).isEqualTo(Verdict.PASS);
        assertThat(sekisho.blocks.page("", 10, each -> true)).isEmpty();
    }

    @Test
    void aBlockIsListedExplainedAndLifted() {
        guess(ALICE, THIEF, 11);
        Block block = sekisho.blocks.page("", 10, each -> true).get(0);
        assertThat(block.rule()).isEqualTo(Rule.ACCOUNT_NETWORK);
        assertThat(block.subject()).isEqualTo(ALICE + " 198.51.100.0/24");
        assertThat(block.count()).isEqualTo(11);
        assertThat(block.limit()).isEqualTo(10);
        assertThat(block.concernsAccount("Alice@example.org")).isTrue();
        assertThat(block.concernsAccount("lice@example.org")).isFalse();
        assertThat(block.concernsAddress(IpNetwork.parse(THIEF))).isTrue();
        assertThat(block.concernsAddress(IpNetwork.parse(HOME))).isFalse();
        assertThat(sekisho.bruteForce.lift(block.id())).isTrue();
        assertThat(sekisho.ask(ALICE, THIEF)).isEqualTo(Verdict.PASS);
        assertThat(sekisho.bruteForce.lift(block.id())).isFalse();
    }

    @Test
    void aLiftedBlockComesBackOnlyAfterAsManyFailuresAsTheFirst() {
        guess(ALICE, THIEF, 11);
        sekisho.bruteForce.lift(sekisho.blocks.page("", 10, each -> true).get(0).id());
        guess(ALICE, THIEF, 10);
        assertThat(sekisho.ask(ALICE, THIEF)).isEqualTo(Verdict.PASS);
        guess(ALICE, THIEF, 11);
        assertThat(sekisho.ask(ALICE, THIEF).effect()).isEqualTo(Effect.BLOCK);
    }

    @Test
    void aBlockOfAnAccountNamesNoAddressButAllItsTries() {
        for (int i = 0; i < 21; i++) {
            sekisho.fail(ALICE, "10.0." + i + ".1", "guess");
        }
        Block block = sekisho.blocks
                .page("", 10, each -> each.rule() == Rule.DISTRIBUTED)
                .get(0);
        assertThat(block.subject()).isEqualTo(ALICE);
        assertThat(block.concernsAddress(IpNetwork.parse("10.0.1.1"))).isFalse();
    }

    @Test
    void hashesOfDovecotCountInTheSameCountersAsPasswords() {
        guess(ALICE, THIEF, 6);
        for (int i = 0; i < 5; i++) {
            sekisho.bruteForce.after(hashed(ALICE, "hash " + i), AttemptOutcome.WRONG_PASSWORD, 0);
            sekisho.bruteForce.after(hashed(ALICE, "hash " + i), AttemptOutcome.WRONG_PASSWORD, 0);
        }
        assertThat(sekisho.ask(ALICE, THIEF).rule()).isEqualTo("account-network");
        assertThat(sekisho.bruteForce.before(hashed(ALICE, "another")).effect()).isEqualTo(Effect.BLOCK);
        assertThat(sekisho.bruteForce.before(hashed(BOB, "another"))).isEqualTo(Verdict.PASS);
    }

    @Test
    void aHashedTryWaitsOnceLikeAnyOther() {
        for (int i = 0; i < 21; i++) {
            sekisho.fail(ALICE, "10.0." + i + ".1", "guess");
        }
        assertThat(sekisho.bruteForce.before(hashed(ALICE, "h")).effect()).isEqualTo(Effect.WAIT);
        clock.advance(Duration.ofSeconds(10));
        assertThat(sekisho.bruteForce.before(hashed(ALICE, "h"))).isEqualTo(Verdict.PASS);
    }

    private static LoginAttempt hashed(String login, String hash) {
        return new LoginAttempt(login, THIEF, hash, LoginAttempt.Kind.HASHED, 0);
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
    void aNetworkIsWrittenOnceThoughForgettingOldOnesFails() {
        sekisho.succeed(ALICE, HOME);
        sekisho.forgetFails = true;
        sekisho.known.write();
        sekisho.known.write();
        sekisho.forgetFails = false;
        sekisho.known.write();
        assertThat(sekisho.written).extracting(KnownNetwork::network).containsExactly("192.0.2.0/24", "192.0.2.7");
    }

    @Test
    void anObservedRuleOnlySaysWhatItWouldHaveDone() {
        configure(Map.of("observe", "account-network"));
        guess(ALICE, THIEF, 10);
        assertThat(sekisho.fail(ALICE, THIEF, "one more").observedEffect()).isEqualTo("account-network:block");
        assertThat(sekisho.ask(ALICE, THIEF)).isEqualTo(new Verdict(Effect.PASS, 0, "", "account-network:block"));
        assertThat(sekisho.measured).containsEntry("account-network:would-block", 1);
    }

    @Test
    void nothingIsCountedAgainstATrustedNetwork() {
        configure(Map.of("trusted-networks", "198.51.100.0/24, 2001:db8::1"));
        guess(ALICE, THIEF, 30);
        assertThat(sekisho.ask(ALICE, THIEF)).isEqualTo(Verdict.PASS);
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
        assertThat(sekisho.ask(ALICE, THIEF)).isEqualTo(Verdict.PASS);
        clock.advance(Duration.ofMinutes(5));
        assertThat(sekisho.ask(ALICE, THIEF).effect()).isEqualTo(Effect.BLOCK);
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
        assertThat(sekisho.ask(ALICE, THIEF).effect()).isEqualTo(Effect.BLOCK);
    }

    @Test
    void atAnExemptNetworkTheWaitDoesNotGrow() {
        exempt("198.51.100.0/24", Duration.ofMinutes(5));
        for (int i = 0; i < 5; i++) {
            assertThat(sekisho.fail(ALICE, THIEF, "guess " + i).seconds()).isEqualTo(3);
        }
    }

    @Test
    void exemptionsHoldOnWhileTheDatabaseIsAway() {
        exempt(ALICE, Duration.ofDays(1));
        sekisho.exemptionsAway = true;
        sekisho.exemptions.refresh();
        sekisho.exemptions.refresh();
        guess(ALICE, THIEF, 11);
        assertThat(sekisho.ask(ALICE, THIEF)).isEqualTo(Verdict.PASS);
        sekisho.exemptionsAway = false;
        sekisho.exempted.clear();
        sekisho.exemptions.refresh();
        clock.advance(Duration.ofSeconds(5));
        sekisho.exemptions.refresh();
        guess(ALICE, THIEF, 11);
        assertThat(sekisho.ask(ALICE, THIEF).effect()).isEqualTo(Effect.BLOCK);
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
    void theWaitAfterAFailureGrowsToItsBound() {
        int[] waits = new int[7];
        for (int i = 0; i < waits.length; i++) {
            waits[i] = sekisho.fail(ALICE, THIEF, "guess " + i).seconds();
        }
        assertThat(waits).containsExactly(3, 6, 12, 24, 48, 60, 60);
    }

    @Test
    void lostCountersLetEverybodyPassAndAreToldOnce() {
        guess(ALICE, THIEF, 11);
        sekisho.caches.close();
        assertThat(sekisho.ask(ALICE, THIEF)).isEqualTo(Verdict.PASS);
        assertThat(sekisho.fail(ALICE, THIEF, "more")).isEqualTo(Verdict.PASS);
        assertThat(sekisho.measured).containsEntry("store:lost", 2);
        assertThat(log.lines()).singleElement().asString().startsWith("SKS0801W");
    }

    @Test
    void eachLossOfTheCountersIsToldAndItsEndToo() {
        for (int i = 0; i < 2; i++) {
            sekisho.blocksAway = true;
            for (int question = i; question < 2; question++) {
                sekisho.ask(ALICE, THIEF);
            }
            sekisho.blocksAway = false;
            sekisho.ask(ALICE, THIEF);
            clock.advance(Duration.ofSeconds(5));
            sekisho.ask(ALICE, THIEF);
        }
        assertThat(log.lines())
                .extracting(line -> line.substring(0, 8))
                .containsExactly("SKS0801W", "SKS0802I", "SKS0801W", "SKS0802I");
    }

    @Test
    void eachRefusalIsCounted() {
        guess(ALICE, THIEF, 11);
        sekisho.ask(ALICE, THIEF);
        sekisho.ask(ALICE, THIEF);
        assertThat(sekisho.measured).containsExactly(Map.entry("account-network:block", 2));
    }

    /** Webmail has no address of its user; it is no stranger that could be made to wait. */
    @Test
    void atATrustedNetworkNobodyWaitsThoughItsGuessesMakeStrangersWait() {
        configure(Map.of("trusted-networks", THIEF, "account", "5/1h"));
        for (int i = 0; i < 6; i++) {
            assertThat(sekisho.fail(ALICE, THIEF, "guess " + i).seconds()).isEqualTo(3);
        }
        assertThat(sekisho.ask(ALICE, THIEF)).isEqualTo(Verdict.PASS);
        assertThat(sekisho.ask(ALICE, HOME).rule()).isEqualTo("account");
        sekisho.succeed(ALICE, THIEF);
        assertThat(sekisho.bruteForce.isKnown(TestBruteForce.plain(ALICE, THIEF, "right")))
                .isFalse();
    }

    @Test
    void anOldPasswordAtHomeMakesNoStrangerWait() {
        configure(Map.of("account", "5/1h"));
        sekisho.succeed(ALICE, HOME);
        guess(ALICE, HOME, 9);
        assertThat(sekisho.ask(ALICE, THIEF)).isEqualTo(Verdict.PASS);
    }

    @Test
    void whatStrangersDidToAnAccountIsNotHeldAgainstItsNetworkOnceThatIsKnown() {
        guess(ALICE, "192.0.2.77", 11);
        assertThat(sekisho.ask(ALICE, "192.0.2.78").effect()).isEqualTo(Effect.BLOCK);
        sekisho.succeed(ALICE, HOME);
        assertThat(sekisho.ask(ALICE, "192.0.2.78")).isEqualTo(Verdict.PASS);
    }

    @Test
    void aBlockedAddressStaysBlockedForAnAccountThatKnowsItsNetwork() {
        for (int i = 0; i < 21; i++) {
            sekisho.fail("user" + i + "@example.org", "192.0.2.77", "guess " + i);
        }
        sekisho.succeed(ALICE, HOME);
        assertThat(sekisho.ask(ALICE, "192.0.2.77").rule()).isEqualTo("address");
    }

    @Test
    void eachStrangerWaitsForHimself() {
        configure(Map.of("account", "5/1h"));
        guess(ALICE, THIEF, 6);
        sekisho.ask(ALICE, "203.0.113.1");
        clock.advance(Duration.ofSeconds(10));
        assertThat(sekisho.ask(ALICE, "203.0.113.2").effect()).isEqualTo(Effect.WAIT);
        assertThat(sekisho.ask(ALICE, "203.0.113.1")).isEqualTo(Verdict.PASS);
    }

    /** nginx measures the wait by itself, so a second less is the same. */
    @Test
    void aWaitIsOverAfterItsTimeAndGoodForAMinuteMore() {
        configure(Map.of("account", "5/1h", "wait-seconds", "10"));
        guess(ALICE, THIEF, 6);
        assertThat(sekisho.ask(ALICE, HOME).effect()).isEqualTo(Effect.WAIT);
        clock.advance(Duration.ofSeconds(8));
        assertThat(sekisho.ask(ALICE, HOME).effect()).isEqualTo(Effect.WAIT);
        clock.advance(Duration.ofSeconds(1));
        assertThat(sekisho.ask(ALICE, HOME).effect()).isEqualTo(Effect.PASS);

        assertThat(sekisho.ask(ALICE, HOME).effect()).isEqualTo(Effect.WAIT);
        clock.advance(Duration.ofSeconds(69));
        assertThat(sekisho.ask(ALICE, HOME).effect()).isEqualTo(Effect.PASS);

        assertThat(sekisho.ask(ALICE, HOME).effect()).isEqualTo(Effect.WAIT);
        clock.advance(Duration.ofSeconds(70));
        assertThat(sekisho.ask(ALICE, HOME).effect()).isEqualTo(Effect.WAIT);
    }

    @Test
    void whereNoWaitIsAskedForThereIsNone() {
        assertThat(sekisho.bruteForce.after(hashed(ALICE, "h"), AttemptOutcome.WRONG_PASSWORD, 0))
                .isEqualTo(Verdict.PASS);
    }

    @Test
    void blocksAreListedInPagesInTheOrderOfTheirKeys() {
        for (int i = 0; i < 5; i++) {
            guess(ALICE, "10.0." + i + ".1", 11);
        }
        List<String> keys = new ArrayList<>();
        for (List<Block> page = sekisho.blocks.page("", 2, each -> true);
                !page.isEmpty();
                page = sekisho.blocks.page(keys.get(keys.size() - 1), 2, each -> true)) {
            assertThat(page).hasSizeBetween(1, 2);
            page.forEach(each -> keys.add(each.key()));
        }
        assertThat(keys).hasSize(5).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void aBlockNamesTheAccountThatItIsAbout() {
        sekisho.succeed("two words@example.org", HOME);
        guess("two words@example.org", THIEF, 11);
        for (int i = 0; i < 21; i++) {
            sekisho.fail(ALICE, "10.0." + i + ".1", "guess");
            sekisho.fail("user" + i + "@example.org", "203.0.113.1", "guess " + i);
        }
        assertThat(sekisho.blocks.page("", 10, each -> true))
                .extracting(block -> block.rule() + " " + block.account().orElse("none"))
                .containsExactlyInAnyOrder(
                        "ACCOUNT_NETWORK two words@example.org", "DISTRIBUTED " + ALICE, "ADDRESS none");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "unix:",
                "localhost",
                "300.0.0.1",
                "1.2.3.4.",
                "01.2.3.4",
                "203.0.113.1:443",
                "203.0.113.001",
                "unknown",
                "::1%eth0"
            })
    void guessesFromAnAddressThatIsNoneBlockTheAccountWhateverTextStandsForIt(String address) {
        guess(ALICE, address, 11);
        assertThat(sekisho.ask(ALICE, "y".repeat(5000))).isEqualTo(new Verdict(Effect.BLOCK, 0, "account-network", ""));
    }

    @Test
    void aBlockOfAnAccountWithoutAnAddressIsNoneForItsClientsThatHaveOne() {
        guess(ALICE, "x", 11);
        assertThat(sekisho.ask(ALICE, HOME)).isEqualTo(Verdict.PASS);
    }

    @Test
    void oneGuesserWithoutAnAddressMakesTheOthersWaitOnceAndBlocksNoneOfThem() {
        for (int i = 0; i < 200; i++) {
            sekisho.failUnknown("user" + i + "@example.org", "x" + i, "guess " + i);
        }
        assertThat(sekisho.ask(BOB, "unix:")).isEqualTo(new Verdict(Effect.WAIT, 10, "address", ""));
        clock.advance(Duration.ofSeconds(10));
        assertThat(sekisho.ask(BOB, "unix:")).isEqualTo(Verdict.PASS);
    }

    @Test
    void aBlockOfAllWithoutAnAddressSaysThatTheyWait() {
        for (int i = 0; i < 21; i++) {
            sekisho.fail("user" + i + "@example.org", "", "guess " + i);
        }
        assertThat(sekisho.blocks.page("", 10, each -> each.rule() == Rule.ADDRESS))
                .extracting(block -> block.subject() + " " + block.rule().blocks(block.subject()))
                .containsExactly("unknown-address false");
    }

    @Test
    void theNetworkOfAGoodLoginWithoutAnAddressIsNotKnown() {
        sekisho.succeed(ALICE, "unix:");
        guess(ALICE, "unix:", 11);
        assertThat(sekisho.ask(ALICE, "unix:").effect()).isEqualTo(Effect.BLOCK);
    }

    @Test
    void theWaitOfClientsWithoutAnAddressGrowsWithTheirFailures() {
        sekisho.fail(ALICE, "x", "one");
        assertThat(sekisho.fail(BOB, "y", "two").seconds()).isEqualTo(6);
    }

    @Test
    void anAccountThatBreaksTwoRulesOfWaitingMakesAStrangerWaitOnce() {
        for (int i = 0; i < 31; i++) {
            sekisho.fail(ALICE, "10.0." + i + ".1", "guess " + i);
        }
        assertThat(sekisho.ask(ALICE, THIEF).effect()).isEqualTo(Effect.WAIT);
        clock.advance(Duration.ofSeconds(10));
        assertThat(sekisho.ask(ALICE, THIEF)).isEqualTo(Verdict.PASS);
    }

    @Test
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
