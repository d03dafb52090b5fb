// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AnswerTimesTest {
    private final AnswerTimes times = new AnswerTimes();

    @Test
    void withoutAMeasurementTheTimeIsZero() {
        assertThat(times.sample()).isZero();
    }

    @Test
    void aSampleIsOneOfTheLastTimesAndEachHasItsChance() {
        times.add(1);
        for (int i = 0; i < 256; i++) {
            times.add(1000 + i % 2);
        }
        Set<Long> seen = new HashSet<>();
        for (int i = 0; i < 2000; i++) {
            seen.add(times.sample());
        }
        assertThat(seen).containsExactlyInAnyOrder(1000L, 1001L);
    }

    @Test
    void aStallIsCut() {
        times.add(TimeUnit.MINUTES.toNanos(10));
        assertThat(times.sample()).isEqualTo(TimeUnit.SECONDS.toNanos(5));
    }
}
