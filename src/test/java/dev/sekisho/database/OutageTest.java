// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.SettableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OutageTest {
    private final SettableClock clock = new SettableClock("2026-03-01T09:00:00Z");
    private final Outage outage = new Outage(clock);

    @Test
    void itIsLoggedWhenItBeginsAndNotAgain() {
        assertThat(outage.ends()).isFalse();
        assertThat(outage.begins()).isTrue();
        assertThat(outage.begins()).isFalse();
    }

    @Test
    void oneSuccessAfterALongTimeIsNotTheEnd() {
        outage.begins();
        clock.advance(Duration.ofHours(1));
        assertThat(outage.ends()).isFalse();
        assertThat(outage.begins()).as("still the same outage").isFalse();
    }

    @Test
    void itEndsAfterFiveSecondsWithoutAFailure() {
        outage.begins();
        assertThat(outage.ends()).isFalse();
        clock.advance(Duration.ofMillis(4_999));
        assertThat(outage.ends()).isFalse();
        clock.advance(Duration.ofMillis(1));
        assertThat(outage.ends()).isTrue();
        assertThat(outage.ends()).isFalse();
        assertThat(outage.begins()).isTrue();
    }

    @Test
    void eachFailureRestartsTheTime() {
        outage.begins();
        for (int i = 0; i < 100; i++) {
            clock.advance(Duration.ofSeconds(3));
            assertThat(outage.ends()).isFalse();
            assertThat(outage.begins()).isFalse();
        }
    }

    @Test
    void aClockThatIsSetBackDoesNotKeepItOpen() {
        outage.begins();
        outage.ends();
        clock.advance(Duration.ofDays(-1));
        assertThat(outage.ends()).isTrue();
    }
}
