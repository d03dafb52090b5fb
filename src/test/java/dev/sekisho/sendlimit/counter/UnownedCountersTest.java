// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.OperatorLog;
import org.junit.jupiter.api.Test;

class UnownedCountersTest {
    @Test
    void beyondTheBoundALoginIsNotCountedAndThatIsLoggedOnce() {
        try (OperatorLog log = new OperatorLog("dev.sekisho.sendlimit")) {
            UnownedCounters strangers = new UnownedCounters(10);
            for (int i = 0; i < 10; i++) {
                assertThat(strangers.admit("u" + i)).isTrue();
            }
            for (int i = 10; i < 20; i++) {
                assertThat(strangers.admit("u" + i)).isFalse();
            }
            assertThat(strangers.admit("u3")).as("one that has a counter").isTrue();
            assertThat(strangers.size()).isEqualTo(10);
            assertThat(strangers.refused()).isEqualTo(10);
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("SKS0308W")
                    .contains("\"u10\"");
            assertThat(strangers.idle(20)).as("each was seen a moment ago").isEmpty();
            strangers.forget("u3");
            assertThat(strangers.admit("u11")).isTrue();
        }
    }

    @Test
    void onlyAfterATenthHasGoneIsAFullMemoryAnotherEvent() {
        try (OperatorLog log = new OperatorLog("dev.sekisho.sendlimit")) {
            UnownedCounters strangers = new UnownedCounters(100);
            fill(strangers);
            for (int i = 0; i < 10; i++) {
                strangers.forget("u" + i);
            }
            fill(strangers);
            assertThat(log.lines()).hasSize(1);
            for (int i = 0; i < 11; i++) {
                strangers.forget("u" + i);
            }
            fill(strangers);
            assertThat(log.lines()).hasSize(2);
        }
    }

    private static void fill(UnownedCounters strangers) {
        for (int i = 0; i < 200; i++) {
            strangers.admit("u" + i);
        }
    }
}
