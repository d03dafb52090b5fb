// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.bruteforce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.SettableClock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BlockListenerTest {
    private static final String ALICE = "alice@example.org";
    private static final String THIEF = "203.0.113.7";

    private final SettableClock clock = new SettableClock("2026-03-01T09:00:00Z");

    @Test
    void aBlockIsReportedWhenItBeginsAndNotAgainWhileItLasts() {
        try (TestBruteForce sekisho = new TestBruteForce(clock, Map.of("account-network", "5/10m"))) {
            guess(sekisho, 0, 5);
            assertThat(sekisho.reported).isEmpty();
            guess(sekisho, 5, 9);
            assertThat(sekisho.reported).containsExactly("account-network " + ALICE + " 203.0.113.0/24 6/5");

            clock.advance(Duration.ofHours(2));
            guess(sekisho, 20, 26);
            assertThat(sekisho.reported).hasSize(2);
        }
    }

    @Test
    void aBlockThatIsOnlyObservedIsNotReported() {
        try (TestBruteForce sekisho = new TestBruteForce(clock, Map.of("account-network", "5/10m", "observe", "all"))) {
            guess(sekisho, 0, 9);
            assertThat(sekisho.reported).isEmpty();
        }
    }

    /** An attacker invents such names. */
    @Test
    void aBlockOfAnUnknownAccountIsNotReportedButThatOfTheAddressIs() {
        Map<String, String> few =
                Map.of("account-network", "2/10m", "account", "2/1h", "distributed", "2/1h", "unknown-users", "3/10m");
        try (TestBruteForce sekisho = new TestBruteForce(clock, few)) {
            for (int i = 0; i < 3; i++) {
                sekisho.failUnknown("unknown@example.org", THIEF, "guess " + i);
                sekisho.failUnknown("unknown@example.org", "10.0." + i + ".1", "guess " + i);
            }
            assertThat(sekisho.blocks.page("", 10, each -> true))
                    .extracting(Block::rule)
                    .containsExactlyInAnyOrder(Rule.ACCOUNT_NETWORK, Rule.ACCOUNT, Rule.DISTRIBUTED);
            assertThat(sekisho.reported).isEmpty();

            for (int i = 0; i < 4; i++) {
                sekisho.failUnknown("unknown" + i + "@example.org", THIEF, "same");
            }
            assertThat(sekisho.reported).containsExactly("unknown-users 203.0.113.7 4/3");
        }
    }

    private static void guess(TestBruteForce sekisho, int from, int to) {
        for (int i = from; i < to; i++) {
            sekisho.fail(ALICE, THIEF, "guess " + i);
        }
    }
}
