// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.SettableClock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A clock that ran ahead leaves no block and no failure that lasts longer than one of now. */
class ThrottleClockJumpTest {
    private final SettableClock clock = new SettableClock("2026-03-01T09:00:00Z");

    @ParameterizedTest
    @ValueSource(strings = {"PT1S", "PT1M", "PT1H", "P1D", "P365D"})
    void aBlockEndsWithinItsTimeAfterTheClockWasSetBack(String jump) {
        try (TestThrottle attackers = new TestThrottle(clock, Map.of())) {
            ThrottleConfig config = TestThrottle.config(Map.of());
            clock.advance(Duration.parse(jump));
            attackers.blocks.put(7, Rule.ADDRESS, "192.0.2.1", 9, config.limit(Rule.ADDRESS), Tries.NONE, false, 1);
            clock.advance(Duration.parse(jump).negated());
            assertThat(attackers.blocks.find(7)).isPresent();
            clock.advance(Duration.ofSeconds(config.blockSeconds()));
            assertThat(attackers.blocks.find(7)).isEmpty();
        }
    }

    @Test
    void triesOfTheFutureCountFromNow() {
        long now = 1_000_000;
        Tries ahead = Tries.NONE.plus(1, now + 31_536_000, 60, 10);
        Tries tries = ahead.plus(2, now, 60, 10);
        assertThat(tries.distinct(now, 60)).isEqualTo(2);
        assertThat(tries.distinct(now + 60, 60)).isZero();
    }
}
