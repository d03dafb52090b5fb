// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.sendlimit.counter.LimitEvent.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AlertStateTest {
    @ParameterizedTest
    @EnumSource
    void anAlertIsRepeatedWhenItsTimeIsOver(Kind kind) {
        AlertState marks = AlertState.NONE.with(kind, 7200);
        assertThat(marks.has(kind, 7199)).isTrue();
        assertThat(marks.has(kind, 7200)).isFalse();
        for (Kind other : Kind.values()) {
            assertThat(marks.has(other, 7199)).isEqualTo(other == kind);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMarkOfAClockThatRanAheadLastsNoLongerThanOneOfNow(Kind kind) {
        AlertState marks = AlertState.NONE.with(kind, 1_000_000).upTo(7200);
        assertThat(marks.has(kind, 7199)).isTrue();
        assertThat(marks.has(kind, 7200)).isFalse();
        assertThat(AlertState.parse(marks.text())).isEqualTo(marks);
    }
}
