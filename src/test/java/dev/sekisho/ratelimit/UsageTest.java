// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
    private static final int HOUR = 3600;
    private static final int DAY = 86_400;
    private static final int[] HOUR_AND_DAY = {HOUR, DAY};
    private static final long NOW = 1_767_225_600L;

    @Test
    void aMessageCountsInEveryPeriod() {
        Usage usage = Usage.NONE.plus(3, 1, HOUR_AND_DAY, NOW);
        assertThat(usage.used(HOUR, NOW)).isEqualTo(3);
        assertThat(usage.used(DAY, NOW)).isEqualTo(3);
        assertThat(usage.used(DAY, NOW + 2 * HOUR)).isEqualTo(3);
        assertThat(usage.used(HOUR, NOW + 2 * HOUR)).isZero();
    }

    @Test
    void aCountedMessageIsRemembered() {
        Usage usage = Usage.NONE.plus(1, 42, HOUR_AND_DAY, NOW);
        assertThat(usage.hasCounted(42)).isTrue();
        assertThat(usage.hasCounted(43)).isFalse();
    }

    @Test
    void theMemoryOfMessagesIsBounded() {
        Usage usage = Usage.NONE;
        for (int message = 0; message < 100; message++) {
            usage = usage.plus(1, message, HOUR_AND_DAY, NOW);
        }
        for (int message = 0; message < 100; message++) {
            assertThat(usage.hasCounted(message)).as("message %d", message).isEqualTo(message >= 100 - Usage.REPEATS);
        }
        assertThat(usage.used(HOUR, NOW)).isEqualTo(100);
    }

    @Test
    void anOldMessageIsForgottenWithTheNextOne() {
        Usage usage = Usage.NONE.plus(1, 1, HOUR_AND_DAY, NOW).plus(1, 2, HOUR_AND_DAY, NOW + 200);
        assertThat(usage.plus(1, 3, HOUR_AND_DAY, NOW + 300).hasCounted(1)).isTrue();
        Usage later = usage.plus(1, 3, HOUR_AND_DAY, NOW + 301);
        assertThat(later.hasCounted(1)).isFalse();
        assertThat(later.hasCounted(2)).isTrue();
    }

    @Test
    void aLimitTakenAwayAndGivenBackFindsItsCounts() {
        Usage usage = Usage.NONE.plus(1, 1, HOUR_AND_DAY, NOW).plus(2, 2, new int[] {HOUR}, NOW + 10);
        assertThat(usage.used(DAY, NOW + 10)).isEqualTo(3);
    }

    @Test
    void theWindowOfALimitThatIsGoneEndsWithItsPeriod() {
        Usage usage = Usage.NONE.plus(1, 1, HOUR_AND_DAY, NOW).plus(2, 2, new int[] {DAY}, NOW + 2 * HOUR);
        assertThat(usage.window(HOUR)).isNull();
    }

    @Test
    void theTextGivesTheCountsBackWithoutTheMessages() {
        Usage read = Usage.parse(Usage.NONE.plus(7, 1, HOUR_AND_DAY, NOW).text());
        assertThat(read.used(HOUR, NOW)).isEqualTo(7);
        assertThat(read.used(DAY, NOW)).isEqualTo(7);
        assertThat(read.hasCounted(1)).isFalse();
    }

    @Test
    void itIsEmptyWhenTheLongestPeriodIsOver() {
        Usage usage = Usage.NONE.plus(7, 1, HOUR_AND_DAY, NOW);
        assertThat(usage.isEmpty(NOW + 2 * HOUR)).isFalse();
        assertThat(usage.isEmpty(NOW + 2 * DAY)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ";", "3600:1:1;", "nonsense", "3600:1:1;nonsense"})
    void anyOtherTextIsRefused(String text) {
        assertThatThrownBy(() -> Usage.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
