// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.bruteforce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.bruteforce.Verdict.Effect;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which clients count as one: IPv6 by /64, mapped IPv4, and clients without a valid address. */
class ClientAddressTest extends BruteForceScenario {
    @Test
    void allAddressesOfAnIpv6Slash64AreOneClient() {
        for (int i = 0; i < 21; i++) {
            sekisho.fail("user" + i + "@example.org", "2001:db8:0:7::" + Integer.toHexString(i + 1), "guess " + i);
        }
        assertThat(sekisho.verdict(BOB, "2001:db8:0:7:ffff::1").rule()).isEqualTo("address");
        assertThat(sekisho.verdict(BOB, "2001:DB8:0:7:0:0:0:1").rule()).isEqualTo("address");
        assertThat(sekisho.verdict(BOB, "2001:db8:0:8::1"))
                .as("the next customer")
                .isEqualTo(Verdict.PASS);
        for (int i = 0; i < 11; i++) {
            sekisho.failUnknown("unknown" + i + "@example.org", "2001:db8:1:7::" + i, "same");
        }
        assertThat(sekisho.verdict(BOB, "2001:db8:1:7::ffff").rule()).isEqualTo("unknown-users");
        assertThat(sekisho.fail(ALICE, "2001:db8:2:7::1", "a").seconds()).isEqualTo(3);
        assertThat(sekisho.fail(ALICE, "2001:db8:2:7::2", "b").seconds())
                .as("the wait of the same client")
                .isEqualTo(6);
    }

    @Test
    void anIpv4MappedAddressIsTheIpv4Address() {
        guess(ALICE, "::ffff:198.51.100.7", 11);
        assertThat(sekisho.verdict(ALICE, THIEF).effect()).isEqualTo(Effect.BLOCK);
        assertThat(sekisho.verdict(ALICE, "::FFFF:c633:6407").effect()).isEqualTo(Effect.BLOCK);
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
    void guessesFromInvalidAddressesBlockTheAccountForAllOfThem(String address) {
        guess(ALICE, address, 11);
        assertThat(sekisho.verdict(ALICE, "y".repeat(5000))).satisfies(decided(Effect.BLOCK, 0, "account-network"));
    }

    @Test
    void aBlockWithoutAnAddressDoesNotApplyToClientsWithOne() {
        guess(ALICE, "x", 11);
        assertThat(sekisho.verdict(ALICE, HOME)).isEqualTo(Verdict.PASS);
    }

    @Test
    void guessesWithoutAnAddressMakeOthersWithoutOneWaitOnceAndBlockNone() {
        for (int i = 0; i < 200; i++) {
            sekisho.failUnknown("user" + i + "@example.org", "x" + i, "guess " + i);
        }
        assertThat(sekisho.verdict(BOB, "unix:")).satisfies(decided(Effect.WAIT, 10, "address"));
        clock.advance(Duration.ofSeconds(10));
        assertThat(sekisho.verdict(BOB, "unix:")).isEqualTo(Verdict.PASS);
    }

    @Test
    void aBlockOfClientsWithoutAnAddressIsShownAsAWait() {
        for (int i = 0; i < 21; i++) {
            sekisho.fail("user" + i + "@example.org", "", "guess " + i);
        }
        assertThat(sekisho.blocks.page("", 10, each -> each.rule() == Rule.ADDRESS))
                .extracting(block -> block.subject() + " " + block.rule().blocks(block.subject()))
                .containsExactly("unknown-address false");
    }

    @Test
    void aLoginWithoutAnAddressDoesNotMakeANetworkKnown() {
        sekisho.succeed(ALICE, "unix:");
        guess(ALICE, "unix:", 11);
        assertThat(sekisho.verdict(ALICE, "unix:").effect()).isEqualTo(Effect.BLOCK);
    }

    @Test
    void theWaitOfClientsWithoutAnAddressGrowsWithTheirFailures() {
        sekisho.fail(ALICE, "x", "one");
        assertThat(sekisho.fail(BOB, "y", "two").seconds()).isEqualTo(6);
    }
}
