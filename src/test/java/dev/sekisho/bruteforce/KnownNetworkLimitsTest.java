// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.bruteforce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.bruteforce.Verdict.Effect;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Networks with recent logins of an account have a higher limit for it. */
class KnownNetworkLimitsTest extends BruteForceScenario {
    @Test
    void anAddressWithARecentLoginHasTenTimesTheLimitForThatAccount() {
        sekisho.succeed(ALICE, HOME);
        guess(BOB, HOME, 200);
        guess(ALICE, HOME, 100);
        assertThat(sekisho.verdict(ALICE, HOME)).isEqualTo(Verdict.PASS);
        assertThat(sekisho.verdict(BOB, HOME).effect()).isEqualTo(Effect.BLOCK);
        guess(ALICE, HOME, 101);
        assertThat(sekisho.verdict(ALICE, HOME)).satisfies(decided(Effect.BLOCK, 0, "account-network"));
        assertThat(sekisho.blocks.page("", 100, each -> each.subject().equals(ALICE + " " + HOME)))
                .hasSize(1);
    }

    @Test
    void anotherClientOfTheOwnersNetworkIsBlockedAndTheOwnerIsNot() {
        sekisho.succeed(ALICE, HOME);
        int guesses = 0;
        while (guesses < 10_000 && sekisho.verdict(ALICE, "192.0.2.77").effect() == Effect.PASS) {
            sekisho.fail(ALICE, "192.0.2.77", "guess " + guesses++);
        }
        assertThat(guesses).isEqualTo(21);
        assertThat(sekisho.verdict(ALICE, "192.0.2.77").rule()).isEqualTo("address");
        assertThat(sekisho.verdict(ALICE, HOME)).isEqualTo(Verdict.PASS);
        assertThat(sekisho.verdict(ALICE, "192.0.2.8"))
                .as("another address of hers")
                .isEqualTo(Verdict.PASS);
    }

    @Test
    void allAddressesOfAKnownNetworkTogetherHaveABound() {
        sekisho.succeed(ALICE, HOME);
        int guesses = 0;
        for (int address = 20;
                address < 250 && sekisho.verdict(ALICE, "192.0.2." + address).effect() == Effect.PASS; ) {
            sekisho.fail(ALICE, "192.0.2." + address, "guess " + guesses++);
            address += guesses % 5 == 0 ? 1 : 0;
        }
        assertThat(guesses).isEqualTo(101);
        assertThat(sekisho.verdict(ALICE, "192.0.2.8").rule()).isEqualTo("account-network");
        assertThat(sekisho.verdict(ALICE, HOME))
                .as("the address of her good login")
                .isEqualTo(Verdict.PASS);
    }

    @Test
    void theFactorOfKnownNetworksIsASetting() {
        configure(Map.of("known-factor", "2", "account-network", "3/10m"));
        sekisho.succeed(ALICE, HOME);
        guess(ALICE, HOME, 6);
        assertThat(sekisho.verdict(ALICE, HOME)).isEqualTo(Verdict.PASS);
        guess(ALICE, HOME, 7);
        assertThat(sekisho.verdict(ALICE, HOME).effect()).isEqualTo(Effect.BLOCK);
    }

    @Test
    void anOfficeBehindOneAddressIsNotBlockedThoughOneMachineGuesses() {
        for (int i = 0; i < 30; i++) {
            sekisho.succeed("user" + i + "@example.org", HOME);
        }
        for (int i = 0; i < 500; i++) {
            sekisho.fail("other" + i % 50 + "@example.net", HOME, "guess " + i);
        }
        assertThat(sekisho.verdict("other1@example.net", HOME).effect()).isEqualTo(Effect.BLOCK);
        for (int i = 0; i < 30; i++) {
            assertThat(sekisho.verdict("user" + i + "@example.org", HOME)).isEqualTo(Verdict.PASS);
        }
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
        assertThat(sekisho.verdict(ALICE, HOME)).isEqualTo(Verdict.PASS);
    }

    @Test
    void aNetworkIsWrittenOnceThoughTheRemovalOfOldOnesFails() {
        sekisho.succeed(ALICE, HOME);
        sekisho.forgetFails = true;
        sekisho.known.write();
        sekisho.known.write();
        sekisho.forgetFails = false;
        sekisho.known.write();
        assertThat(sekisho.written).extracting(KnownNetwork::network).containsExactly("192.0.2.0/24", "192.0.2.7");
    }

    @Test
    void failuresOfANetworkDoNotCountOnceItIsKnown() {
        guess(ALICE, "192.0.2.77", 11);
        assertThat(sekisho.verdict(ALICE, "192.0.2.78").effect()).isEqualTo(Effect.BLOCK);
        sekisho.succeed(ALICE, HOME);
        assertThat(sekisho.verdict(ALICE, "192.0.2.78")).isEqualTo(Verdict.PASS);
    }

    @Test
    void aBlockedAddressStaysBlockedInAKnownNetwork() {
        for (int i = 0; i < 21; i++) {
            sekisho.fail("user" + i + "@example.org", "192.0.2.77", "guess " + i);
        }
        sekisho.succeed(ALICE, HOME);
        assertThat(sekisho.verdict(ALICE, "192.0.2.77").rule()).isEqualTo("address");
    }
}
