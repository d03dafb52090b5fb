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
            Subjects subjects = new Subjects(
                    TestThrottle.plain("bob@example.org", "192.0.2.1", "guess"),
                    Cidr.parse("192.0.2.1"),
                    false,
                    new KeyedHash(config.key()),
                    attackers.known);
            long id = subjects.id(Rule.ADDRESS);
            attackers.blocks.put(
                    subjects, new Blocks.Broken(Rule.ADDRESS, config.limit(Rule.ADDRESS), Tries.NONE, 9, false, false));
            clock.advance(Duration.parse(jump).negated());
            assertThat(attackers.blocks.find(id)).isPresent();
            clock.advance(Duration.ofSeconds(config.blockSeconds()));
            assertThat(attackers.blocks.find(id)).isEmpty();
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
