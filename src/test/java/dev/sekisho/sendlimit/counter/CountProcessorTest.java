// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.limit.SendLimits;
import dev.sekisho.sendlimit.TestAttempt;
import dev.sekisho.sendlimit.counter.LimitResult.Outcome;
import org.junit.jupiter.api.Test;

class CountProcessorTest {
    private static final long NOW = 1_767_225_600L;

    private final TestEntry entry = new TestEntry();
    private long message;

    @Test
    void aMessageCountsAgainstAllLimitsOrAgainstNone() {
        assertThat(count("10/1h, 12/1d", 9, NOW).outcome()).isEqualTo(Outcome.ADMITTED);
        assertThat(count("10/1h, 12/1d", 2, NOW).outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(used(3600, NOW)).isEqualTo(9);
        assertThat(used(86_400, NOW)).isEqualTo(9);

        long later = NOW + 7200;
        assertThat(count("10/1h, 12/1d", 4, later).outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(used(3600, later)).isZero();
        assertThat(count("10/1h, 12/1d", 3, later).outcome()).isEqualTo(Outcome.ADMITTED);
        assertThat(used(86_400, later)).isEqualTo(12);
    }

    @Test
    void theLimitIsReachedExactly() {
        assertThat(count("3/1h", 2, NOW).outcome()).isEqualTo(Outcome.ADMITTED);
        assertThat(count("3/1h", 1, NOW).outcome()).isEqualTo(Outcome.ADMITTED);
        LimitResult limitResult = count("3/1h", 1, NOW);
        assertThat(limitResult.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(limitResult.used()).isEqualTo(3);
        assertThat(limitResult.freeSeconds()).isEqualTo(NOW + 3720);
    }

    @Test
    void theSameMessageIsCountedOnce() {
        CountProcessor processor =
                new CountProcessor(SendLimits.parse("3/1h").limits(), TestCost.of(3, NOW), TestAttempt.id(42), false);
        assertThat(processor.process(entry).outcome()).isEqualTo(Outcome.ADMITTED);
        LimitResult again = processor.process(entry);
        assertThat(again.outcome()).isEqualTo(Outcome.REPEATED);
        assertThat(again.used()).isEqualTo(3);
        assertThat(entry.changes()).isEqualTo(1);
    }

    @Test
    void aMessageThatCanNeverFitIsRejectedWithoutATime() {
        assertThat(count("3/1h", 4, NOW).freeSeconds()).isZero();
        assertThat(used(3600, NOW)).isZero();
    }

    @Test
    void theLimitThatBlocksLongestIsReported() {
        count("5/1h, 5/1d", 5, NOW);
        LimitResult limitResult = count("5/1h, 5/1d", 1, NOW);
        assertThat(limitResult.limit()).hasToString("5/1d");
        assertThat(count("2/1m, 5/1d", 3, NOW + 7200).limit())
                .as("never blocks longest")
                .hasToString("2/1m");
    }

    @Test
    void theLimitNearestToItsEndIsReportedForAnAdmittedMessage() {
        LimitResult limitResult = count("10/1h, 1000/1d", 4, NOW);
        assertThat(limitResult.limit()).hasToString("10/1h");
        assertThat(limitResult.used()).isEqualTo(4);
        LimitResult later = count("10/1h, 5/1d", 1, NOW + 7200);
        assertThat(later.limit()).hasToString("5/1d");
    }

    @Test
    void lookingCountsNothing() {
        count("3/1h", 2, NOW);
        LimitResult look = LimitCheck.check(
                entry.getValue(), LimitCheck.array(SendLimits.parse("3/1h").limits()), TestCost.of(1, NOW), 0);
        assertThat(look.outcome()).isEqualTo(Outcome.ADMITTED);
        assertThat(used(3600, NOW)).isEqualTo(2);
    }

    private LimitResult count(String limits, int cost, long nowSeconds) {
        message++;
        return new CountProcessor(
                        SendLimits.parse(limits).limits(),
                        TestCost.of(cost, nowSeconds),
                        TestAttempt.id(message),
                        false)
                .process(entry);
    }

    private long used(int periodSeconds, long nowSeconds) {
        return entry.getValue().used(periodSeconds, nowSeconds);
    }

    @Test
    void ofLimitsThatLetPassTheStrictestDecidesAndOfEqualOnesTheFirst() {
        assertThat(count("1/1h observe, messages 1/1h hold", 2, NOW).outcome()).isEqualTo(Outcome.OBSERVED);
        assertThat(count("1/1h observe, messages 1/1h hold", 2, NOW).outcome()).isEqualTo(Outcome.HELD);
        assertThat(count("1/1h hold, messages 1/1h observe", 2, NOW).outcome()).isEqualTo(Outcome.HELD);
        assertThat(count("1/1h filter, messages 1/1h filter", 2, NOW).limit()).hasToString("1/1h filter");
    }

    @Test
    void ofEquallyNearLimitsTheFirstIsReported() {
        assertThat(count("10/1h, 10/1d", 1, NOW).limit()).hasToString("10/1h");
    }

    /** A lowered limit applies to new messages and not to repeated ones. */
    @Test
    void aMessageThatIsCountedIsRepeatedThoughItsLimitWasLoweredSince() {
        count("10/1h, 100/1d", 8, NOW);
        LimitResult again = new CountProcessor(
                        SendLimits.parse("5/1h, 8/1d").limits(), TestCost.of(8, NOW), TestAttempt.id(message), false)
                .process(entry);
        assertThat(again.outcome()).isEqualTo(Outcome.REPEATED);
        assertThat(again.limit()).hasToString("5/1h");
    }
}
