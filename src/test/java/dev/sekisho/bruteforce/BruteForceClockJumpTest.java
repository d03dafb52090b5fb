// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.bruteforce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.SettableClock;
import dev.sekisho.net.IpNetwork;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A clock that ran ahead leaves no block and no failure that lasts longer than one of now. */
class BruteForceClockJumpTest {
    private final SettableClock clock = new SettableClock("2026-03-01T09:00:00Z");

    @ParameterizedTest
    @ValueSource(strings = {"PT1S", "PT1M", "PT1H", "P1D", "P365D"})
    void aBlockEndsWithinItsTimeAfterTheClockWasSetBack(String jump) {
        try (TestBruteForce attackers = new TestBruteForce(clock, Map.of())) {
            BruteForceConfig config = TestBruteForce.config(Map.of());
            clock.advance(Duration.parse(jump));
            AttemptKeys subjects = new AttemptKeys(
                    TestBruteForce.plain("bob@example.org", "192.0.2.1", "guess"),
                    IpNetwork.address("192.0.2.1"),
                    false,
                    new KeyedHash(config.key()),
                    attackers.known);
            long id = subjects.id(Rule.ADDRESS);
            attackers.blocks.put(
                    subjects,
                    new Blocks.Broken(Rule.ADDRESS, config.limit(Rule.ADDRESS), FailureWindow.NONE, 9, false, false));
            clock.advance(Duration.parse(jump).negated());
            assertThat(attackers.blocks.find(id)).isPresent();
            clock.advance(Duration.ofSeconds(config.blockSeconds()));
            assertThat(attackers.blocks.find(id)).isEmpty();
        }
    }

    @Test
    void triesOfTheFutureCountFromNow() {
        long now = 1_000_000;
        FailureWindow ahead = FailureWindow.NONE.plus(1, now + 31_536_000, 60, 10);
        FailureWindow tries = ahead.plus(2, now, 60, 10);
        assertThat(tries.distinct(now, 60)).isEqualTo(2);
        assertThat(tries.distinct(now + 60, 60)).isZero();
    }
}
