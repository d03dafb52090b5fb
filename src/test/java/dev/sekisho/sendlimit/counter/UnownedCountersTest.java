// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.OperatorLog;
import org.junit.jupiter.api.Test;

class UnownedCountersTest {
    @Test
    void beyondTheBoundALoginIsNotCountedAndThatIsLoggedOnce() {
        try (OperatorLog log = new OperatorLog("dev.sekisho.sendlimit")) {
            UnownedCounters unowned = new UnownedCounters(10);
            for (int i = 0; i < 10; i++) {
                assertThat(unowned.admit("u" + i)).isTrue();
            }
            for (int i = 10; i < 20; i++) {
                assertThat(unowned.admit("u" + i)).isFalse();
            }
            assertThat(unowned.admit("u3")).as("one that has a counter").isTrue();
            assertThat(unowned.size()).isEqualTo(10);
            assertThat(unowned.refused()).isEqualTo(10);
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("SKS0308W")
                    .contains("\"u10\"");
            assertThat(unowned.idle(20)).as("each was seen a moment ago").isEmpty();
            unowned.forget("u3");
            assertThat(unowned.admit("u11")).isTrue();
        }
    }

    @Test
    void onlyAfterATenthHasGoneIsAFullMemoryAnotherEvent() {
        try (OperatorLog log = new OperatorLog("dev.sekisho.sendlimit")) {
            UnownedCounters unowned = new UnownedCounters(100);
            fill(unowned);
            for (int i = 0; i < 10; i++) {
                unowned.forget("u" + i);
            }
            fill(unowned);
            assertThat(log.lines()).hasSize(1);
            for (int i = 0; i < 11; i++) {
                unowned.forget("u" + i);
            }
            fill(unowned);
            assertThat(log.lines()).hasSize(2);
        }
    }

    private static void fill(UnownedCounters unowned) {
        for (int i = 0; i < 200; i++) {
            unowned.admit("u" + i);
        }
    }
}
