// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.bruteforce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FailureWindowTest {
    @Test
    void countsLikeANaiveOracle() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            FailureWindow tries = FailureWindow.NONE;
            Map<Integer, Long> oracle = new LinkedHashMap<>();
            long now = 1_800_000_000L;
            for (int i = 0; i < 100; i++) {
                now += random.nextInt(20);
                int hash = random.nextInt(8) - 4;
                tries = tries.plus(hash, now, 60, 20);
                oracle.put(hash, now);
                long time = now;
                assertThat(tries.distinct(now, 60)).as("seed %d", seed).isEqualTo((int) oracle.values().stream()
                        .filter(last -> time - last < 60)
                        .count());
            }
        }
    }

    @Test
    void keepsNoMoreThanItsBoundAndThenTheNewest() {
        FailureWindow tries = FailureWindow.NONE;
        for (int i = 0; i < 1000; i++) {
            tries = tries.plus(i, 1_800_000_000L + i, 3600, 11);
        }
        assertThat(tries.distinct(1_800_000_999L, 3600)).isEqualTo(11);
        assertThat(tries.distinct(1_800_000_999L, 5)).isEqualTo(5);
    }

    @Test
    void twiceIsAsGoodAsOnce() {
        FailureWindow once = FailureWindow.NONE.plus(7, 1_800_000_000L, 60, 11);
        assertThat(once.plus(7, 1_800_000_000L, 60, 11).distinct(1_800_000_000L, 60))
                .isEqualTo(1);
    }

    @Test
    void aPauseOfAWholePeriodStartsTheCountAgain() {
        FailureWindow first = FailureWindow.NONE.plus(1, 1_800_000_000L, 60, 5);
        assertThat(first.firstSeconds()).isEqualTo(1_800_000_000L);
        assertThat(first.plus(2, 1_800_000_059L, 60, 5).firstSeconds()).isEqualTo(1_800_000_000L);
        assertThat(first.plus(2, 1_800_000_060L, 60, 5).firstSeconds()).isEqualTo(1_800_000_060L);
    }

    @Test
    void whereAnOldTryGoesByItselfNoOtherHasToMakeRoom() {
        FailureWindow full = FailureWindow.NONE
                .plus(1, 1_800_000_000L, 60, 3)
                .plus(2, 1_800_000_050L, 60, 3)
                .plus(3, 1_800_000_055L, 60, 3);
        assertThat(full.plus(4, 1_800_000_060L, 60, 3).distinct(1_800_000_060L, 60))
                .isEqualTo(3);
    }
}
