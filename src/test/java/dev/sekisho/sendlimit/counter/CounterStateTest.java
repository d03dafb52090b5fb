// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.limit.SendLimit;
import dev.sekisho.limit.SendLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CounterStateTest {
    private static final int HOUR = 3600;
    private static final int DAY = 86_400;
    private static final SendLimit[] HOUR_AND_DAY = limits("1000/1h, 1000/1d");
    private static final long NOW = 1_767_225_600L;

    @Test
    void aMessageCountsInEveryPeriod() {
        CounterState usage = CounterState.NONE.plus(TestCost.of(3, NOW), 1, HOUR_AND_DAY);
        assertThat(usage.used(HOUR, NOW)).isEqualTo(3);
        assertThat(usage.used(DAY, NOW)).isEqualTo(3);
        assertThat(usage.used(DAY, NOW + 2 * HOUR)).isEqualTo(3);
        assertThat(usage.used(HOUR, NOW + 2 * HOUR)).isZero();
    }

    @Test
    void aCountedMessageIsRemembered() {
        CounterState usage = CounterState.NONE.plus(TestCost.of(1, NOW), 42, HOUR_AND_DAY);
        assertThat(usage.hasCounted(42)).isTrue();
        assertThat(usage.hasCounted(43)).isFalse();
    }

    @Test
    void theMemoryOfMessagesIsBounded() {
        CounterState usage = CounterState.NONE;
        for (int message = 0; message < 100; message++) {
            usage = usage.plus(TestCost.of(1, NOW), message, HOUR_AND_DAY);
        }
        for (int message = 0; message < 100; message++) {
            assertThat(usage.hasCounted(message))
                    .as("message %d", message)
                    .isEqualTo(message >= 100 - CountedMessages.MAX);
        }
        assertThat(usage.used(HOUR, NOW)).isEqualTo(100);
    }

    @Test
    void anOldMessageIsForgottenWithTheNextOne() {
        CounterState usage = CounterState.NONE
                .plus(TestCost.of(1, NOW), 1, HOUR_AND_DAY)
                .plus(TestCost.of(1, NOW + 200), 2, HOUR_AND_DAY);
        assertThat(usage.plus(TestCost.of(1, NOW + 300), 3, HOUR_AND_DAY).hasCounted(1))
                .isTrue();
        CounterState later = usage.plus(TestCost.of(1, NOW + 301), 3, HOUR_AND_DAY);
        assertThat(later.hasCounted(1)).isFalse();
        assertThat(later.hasCounted(2)).isTrue();
    }

    @Test
    void aLimitTakenAwayAndGivenBackFindsItsCounts() {
        CounterState usage = CounterState.NONE
                .plus(TestCost.of(1, NOW), 1, HOUR_AND_DAY)
                .plus(TestCost.of(2, NOW + 10), 2, limits("1000/1h"));
        assertThat(usage.used(DAY, NOW + 10)).isEqualTo(3);
    }

    @Test
    void theWindowOfALimitThatIsGoneEndsWithItsPeriod() {
        CounterState usage = CounterState.NONE
                .plus(TestCost.of(1, NOW), 1, HOUR_AND_DAY)
                .plus(TestCost.of(2, NOW + 2 * HOUR), 2, limits("1000/1d"));
        assertThat(usage.window(HOUR)).isNull();
    }

    @Test
    void theTextGivesTheCountsBackWithoutTheMessages() {
        CounterState read = CounterState.parse(
                CounterState.NONE.plus(TestCost.of(7, NOW), 1, HOUR_AND_DAY).text(), 1);
        assertThat(read.used(HOUR, NOW)).isEqualTo(7);
        assertThat(read.used(DAY, NOW)).isEqualTo(7);
        assertThat(read.hasCounted(1)).isFalse();
    }

    @Test
    void itIsEmptyWhenTheLongestPeriodIsOver() {
        CounterState usage = CounterState.NONE.plus(TestCost.of(7, NOW), 1, HOUR_AND_DAY);
        assertThat(usage.isEmpty(NOW + 2 * HOUR)).isFalse();
        assertThat(usage.isEmpty(NOW + 2 * DAY)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {";", "3600:1:1;", "nonsense", "3600:1:1;nonsense"})
    void anyOtherTextIsRefused(String text) {
        assertThatThrownBy(() -> CounterState.parse(text, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aUsageWithoutWindowsHasAnEmptyText() {
        assertThat(CounterState.parse(CounterState.NONE.text(), 1).isEmpty(NOW)).isTrue();
    }

    @Test
    void mergedUsagesHaveTheLargerOfEachCountAndAllMessages() {
        CounterState one = CounterState.NONE
                .plus(TestCost.of(3, NOW), 1, HOUR_AND_DAY)
                .plus(TestCost.of(1, NOW + 200), 2, HOUR_AND_DAY);
        CounterState other = CounterState.NONE.plus(TestCost.of(2, NOW), 3, limits("1000/1h, domains 5/1h"));
        CounterState merged = one.merge(other);
        assertThat(merged.used(HOUR, NOW + 200)).isEqualTo(4);
        assertThat(merged.used(DAY, NOW + 200)).isEqualTo(4);
        assertThat(merged.text()).isEqualTo(other.merge(one).text());
        for (long message = 1; message <= 3; message++) {
            assertThat(merged.hasCounted(message)).isTrue();
        }
    }

    private static SendLimit[] limits(String text) {
        return LimitCheck.array(SendLimits.parse(text).limits());
    }

    @Test
    void whatHoldsNothingInTheFutureStaysAsItIs() {
        CounterState usage = CounterState.NONE
                .plus(TestCost.of(1, NOW), 1, limits("10/1h, 10/day, domains 10/1h"))
                .reserve(Reservation.begin(2).of(TestCost.of(1, NOW)), NOW);
        assertThat(usage.upTo(TestCost.of(1, NOW))).isSameAs(usage);
        assertThat(usage.upTo(TestCost.of(1, NOW + 100))).isSameAs(usage);
        assertThat(usage.upTo(TestCost.of(1, NOW - 86_400))).isNotSameAs(usage);
    }

    @Test
    void aReservationOfTheFutureIsOneOfNow() {
        CounterState usage = CounterState.NONE.reserve(Reservation.begin(2).of(TestCost.of(1, NOW + 1)), NOW + 1);
        CounterState now = usage.upTo(TestCost.of(1, NOW));
        assertThat(now.reservation(2, NOW + Reservation.TIMEOUT_SECONDS - 1)).isNotNull();
        assertThat(now.reservation(2, NOW + Reservation.TIMEOUT_SECONDS)).isNull();
    }

    @Test
    void aMessageOfTheFutureIsRememberedAsOneOfNow() {
        CounterState usage = CounterState.NONE.remember(42, NOW + DAY).upTo(TestCost.of(1, NOW));
        assertThat(usage.remember(43, NOW + CountedMessages.REPEAT_SECONDS).hasCounted(42))
                .isTrue();
        assertThat(usage.remember(43, NOW + CountedMessages.REPEAT_SECONDS + 1).hasCounted(42))
                .isFalse();
    }

    @Test
    void aMessageThatIsRememberedAgainIsStoredOnce() {
        CounterState usage =
                CounterState.NONE.remember(42, NOW).remember(43, NOW).remember(42, NOW + 200);
        assertThat(usage.hasCounted(0)).isFalse();
        CounterState later = usage.remember(44, NOW + CountedMessages.REPEAT_SECONDS + 1);
        assertThat(later.hasCounted(42)).isTrue();
        assertThat(later.hasCounted(43)).isFalse();
        assertThat(CounterState.NONE
                        .remember(42, NOW + DAY)
                        .remember(42, NOW + DAY)
                        .upTo(TestCost.of(1, NOW))
                        .remember(43, NOW + CountedMessages.REPEAT_SECONDS + 1)
                        .hasCounted(42))
                .isFalse();
    }

    @Test
    void theWindowsOfLimitsThatWereTakenAwayAreBounded() {
        CounterState usage = CounterState.NONE;
        for (int minutes = 1; minutes <= 40; minutes++) {
            usage = usage.plus(TestCost.of(1, NOW), minutes, limits("1000/" + minutes + "m"));
        }
        assertThat(usage.text().split(";", -1)).hasSize(CounterState.MAX_WINDOWS);
        assertThat(usage.used(40 * 60, NOW)).as("of the limit there is").isEqualTo(1);
    }

    @Test
    void theTextDoesNotDependOnTheOrderOfLimits() {
        SendLimit[] limits = limits("10/1h, messages 5/1h, 10/1d");
        SendLimit[] backwards = {limits[2], limits[1], limits[0]};
        assertThat(CounterState.NONE.plus(TestCost.of(1, NOW), 1, backwards).text())
                .isEqualTo(
                        CounterState.NONE.plus(TestCost.of(1, NOW), 1, limits).text());
    }
}
