// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.limit.LimitAction;
import dev.sekisho.limit.LimitUnit;
import dev.sekisho.limit.SendLimit;
import dev.sekisho.limit.SendLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowTest {
    private static final long BEGIN = 1_767_225_600L;

    /** One message that was counted. */
    private record Counted(long seconds, int cost) {}

    /** Remembers every message and adds them up: too slow and too large for a node, but simple. */
    private static final class Oracle {
        private final List<Counted> messages = new ArrayList<>();

        void count(long seconds, int cost) {
            messages.add(new Counted(seconds, cost));
        }

        /** What was counted after {@code afterSeconds}. */
        long used(long afterSeconds) {
            return messages.stream()
                    .filter(each -> each.seconds > afterSeconds)
                    .mapToLong(Counted::cost)
                    .sum();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 61, 89, 90, 100, 600, 3600, 3601, 86_400, 2_678_400})
    void noPeriodHasMoreThanTheLimit(int period) {
        for (long seed = 0; seed < 60; seed++) {
            Random random = new Random(seed * 7919 + period);
            int limit = 1 + random.nextInt(40);
            Oracle oracle = new Oracle();
            Window window = Window.empty(period);
            long now = BEGIN + random.nextInt(period);
            for (int i = 0; i < 150; i++) {
                now += step(random, period);
                int cost = 1 + random.nextInt(5);
                if (window.used(now) + cost <= limit) {
                    window = plus(window, cost, now);
                    oracle.count(now, cost);
                }
                assertThat(oracle.used(now - period)).as("seed %d", seed).isLessThanOrEqualTo(limit);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 90, 600, 3600, 86_400, 2_678_400})
    void aMessageIsFreedAtMostAThirtiethOfThePeriodLate(int period) {
        for (long seed = 0; seed < 60; seed++) {
            assertFreedWithin(period, period / 30, seed);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {61, 89, 91, 100, 119, 3601, 86_399})
    void aPeriodThatThirtyDoesNotDivideIsFreedAtMostTwoSlotsLate(int period) {
        for (long seed = 0; seed < 60; seed++) {
            assertFreedWithin(period, 2 * ((period + 29) / 30), seed);
        }
    }

    /** Between what an exact window holds and what one longer by {@code lateSeconds} does. */
    private static void assertFreedWithin(int period, int lateSeconds, long seed) {
        Random random = new Random(seed * 7919 + period);
        Oracle oracle = new Oracle();
        Window window = Window.empty(period);
        long now = BEGIN + random.nextInt(period);
        for (int i = 0; i < 150; i++) {
            now += step(random, period);
            assertThat(window.used(now))
                    .as("seed %d", seed)
                    .isBetween(oracle.used(now - period), oracle.used(now - period - lateSeconds));
            int cost = 1 + random.nextInt(1000);
            window = plus(window, cost, now);
            oracle.count(now, cost);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 61, 100, 3600, 86_400})
    void theStatedReleaseIsTheFirstTimeWithRoom(int period) {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed * 7919 + period);
            Window window = Window.empty(period);
            long now = BEGIN + random.nextInt(period);
            for (int i = random.nextInt(12); i >= 0; i--) {
                now += random.nextInt(period / 4);
                window = plus(window, 1 + random.nextInt(3), now);
            }
            now += random.nextInt(period);
            long atMost = random.nextInt(6);
            long release = window.secondsWhenUsedIsAtMost(atMost, now);
            assertThat(window.used(release)).as("seed %d", seed).isLessThanOrEqualTo(atMost);
            if (release > now) {
                assertThat(window.used(release - 1)).as("seed %d", seed).isGreaterThan(atMost);
            }
        }
    }

    @Test
    void whatAClockCountedThatRanAheadCountsNow() {
        Window window = plus(plus(Window.empty(3600), 3, BEGIN), 2, BEGIN - 7200);
        Window ahead = plus(Window.empty(3600), 3, BEGIN);
        assertThat(ahead.used(BEGIN - 7200)).isEqualTo(3);
        assertThat(ahead.secondsWhenUsedIsAtMost(2, BEGIN - 7200)).isEqualTo(BEGIN - 3600 + 120);
        assertThat(window.used(BEGIN - 7200)).isEqualTo(5);
        assertThat(window.used(BEGIN - 3600)).isEqualTo(5);
        assertThat(window.used(BEGIN - 3600 + 120)).isZero();
    }

    @Test
    void countingDoesNotChangeTheWindowBefore() {
        Window before = plus(Window.empty(3600), 1, BEGIN);
        plus(before, 5, BEGIN);
        assertThat(before.used(BEGIN)).isEqualTo(1);
    }

    @Test
    void hugeCostsStayAtTheGreatestNumber() {
        Window window = plus(plus(Window.empty(60), Integer.MAX_VALUE, BEGIN), Integer.MAX_VALUE, BEGIN);
        assertThat(window.used(BEGIN)).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void theTextGivesTheSameWindowBack() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            int period = 60 + random.nextInt(100_000);
            Window window = Window.empty(period);
            long now = BEGIN;
            for (int i = random.nextInt(60); i > 0; i--) {
                now += step(random, period);
                window = plus(window, random.nextInt(100), now);
            }
            Window read = Window.parse(window.toString());
            assertThat(read).as("seed %d", seed).isEqualTo(window).hasSameHashCodeAs(window);
            assertThat(read.used(now)).as("seed %d", seed).isEqualTo(window.used(now));
        }
    }

    @Test
    void theTextOfAFullWindowIsShort() {
        Window window = Window.empty(2_678_400);
        for (int slot = 0; slot < 100; slot++) {
            window = plus(window, 1_000_000_000, BEGIN + slot * 89_280L);
        }
        // The windows of many limits fit their column.
        assertThat(window.toString()).hasSizeLessThan(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "3600",
                "3600:1",
                "3600:1:",
                "3600:1:1:1",
                "3600:1:1:1.1.1:1",
                "3600:1:1:1.1",
                "50331649:0:x",
                "0:1:1,1",
                "-60:1:1",
                "3600:-1:1",
                "3600:1:-1",
                "3600:1:x",
                // An unknown limit unit, and a bit beyond those of a key.
                "67108864:1:1",
                "150994944:1:1",
                "536870912:1:1",
                "3600:1:1,,1",
                "3600:1:99999999999",
                "3600:1:1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1"
            })
    void anyOtherTextIsRefused(String text) {
        assertThatThrownBy(() -> Window.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Window plus(Window window, int cost, long nowSeconds) {
        return window.plus(TestCost.of(cost, nowSeconds), 0);
    }

    /** Mostly short steps, sometimes none, seldom more than a period. */
    private static long step(Random random, int period) {
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> 0;
            case 9 -> random.nextInt(2 * period);
            default -> random.nextInt(Math.max(2, period / 10));
        };
    }

    @Test
    void windowsWithOtherCountsAreNotEqual() {
        assertThat(plus(Window.empty(3600), 1, BEGIN))
                .isEqualTo(plus(Window.empty(3600), 1, BEGIN))
                .isNotEqualTo(plus(Window.empty(3600), 2, BEGIN))
                .isNotEqualTo(plus(Window.empty(3601), 1, BEGIN));
    }

    @Test
    void ofDifferentDomainsTheFirstIsForgottenFirst() {
        int key = domainsKey();
        Window window = Window.empty(key);
        for (int i = 0; i < 3; i++) {
            // The one that sorts last came first.
            window = window.plus(new Cost(1, 1, 1, new long[] {9 - i}, BEGIN + i * 60L, 0), 10);
        }
        window = window.plus(new Cost(1, 1, 1, new long[] {9}, BEGIN + 180, 0), 10);
        assertThat(window.used(BEGIN + 180)).isEqualTo(3);
        assertThat(window.secondsWhenUsedIsAtMost(3, BEGIN + 180)).isEqualTo(BEGIN + 180);
        assertThat(window.secondsWhenUsedIsAtMost(2, BEGIN + 180)).isEqualTo(BEGIN + 60 + 3600);
        assertThat(window.secondsWhenUsedIsAtMost(1, BEGIN + 180)).isEqualTo(BEGIN + 120 + 3600);
        assertThat(window.secondsWhenUsedIsAtMost(0, BEGIN + 180)).isEqualTo(BEGIN + 180 + 3600);
    }

    @Test
    void noMoreDomainsAreKeptThanTheLimitNeedsToTellApart() {
        Cost five = new Cost(5, 1, 1, new long[] {1, 2, 3, 4, 5}, BEGIN, 0);
        assertThat(Window.empty(domainsKey()).plus(five, 3).used(BEGIN)).isEqualTo(3);
    }

    @Test
    void aDomainHasLeftTheWindowWhenItsPeriodEnds() {
        DomainsWindow full = (DomainsWindow) Window.empty(domainsKey()).plus(domains(BEGIN, 1, 2), 2);
        assertThat(full.holds(1, BEGIN + 3599)).isTrue();
        assertThat(full.holds(1, BEGIN + 3600)).isFalse();
        DomainsWindow before = (DomainsWindow) full.plus(domains(BEGIN + 3599, 3), 2);
        assertThat(before.holds(3, BEGIN + 3599))
                .as("while two others are there")
                .isFalse();
        DomainsWindow after = (DomainsWindow) full.plus(domains(BEGIN + 3600, 3), 2);
        assertThat(after.holds(3, BEGIN + 3600)).isTrue();
        assertThat(after.used(BEGIN + 3600)).isEqualTo(1);
    }

    private static Cost domains(long nowSeconds, long... domains) {
        return new Cost(domains.length, 1, 1, domains, nowSeconds, 0);
    }

    private static int domainsKey() {
        return Window.key(SendLimits.parse("domains 10/1h").limits().get(0));
    }

    @Test
    void aDayHasRoomAgainAtMidnightAndNotSooner() {
        Window day = Window.empty(Window.CALENDAR_DAY).plus(new Cost(5, 1, 1, Cost.NO_DOMAINS, BEGIN, BEGIN + 9000), 0);
        assertThat(day.secondsWhenUsedIsAtMost(5, BEGIN)).isEqualTo(BEGIN);
        assertThat(day.secondsWhenUsedIsAtMost(4, BEGIN)).isEqualTo(BEGIN + 9000);
        assertThat(day.used(BEGIN + 8999)).isEqualTo(5);
        assertThat(day.used(BEGIN + 9000)).isZero();
    }

    @Test
    void theKeyOfALimitNamesItsUnitAndPeriodWhateverTheUnit() {
        for (LimitUnit unit : LimitUnit.values()) {
            SendLimit limit = new SendLimit(unit, 10, Duration.ofHours(1), false, LimitAction.DEFER, 80, 0);
            Window empty = Window.empty(Window.key(limit));
            assertThat(empty.unit()).isEqualTo(unit);
            assertThat(empty.periodSeconds()).isEqualTo(3600);
            assertThat(Window.parse(empty.toString())).isEqualTo(empty);
        }
    }

    @Test
    void ofTwoDaysTheLaterOneStaysWithTheAlertsOfBoth() {
        AlertState near = AlertState.NONE.with(LimitEvent.Kind.NEAR, BEGIN);
        AlertState refused = AlertState.NONE.with(LimitEvent.Kind.REFUSED, BEGIN);
        Window earlier = day(5, BEGIN + 9000).withAlerts(near);
        Window later = day(3, BEGIN + 9000 + 86_400).withAlerts(refused);
        for (Window merged : List.of(earlier.merge(later), later.merge(earlier))) {
            assertThat(merged.used(BEGIN + 9000)).isEqualTo(3);
            assertThat(merged.alerts()).isEqualTo(near.merge(refused));
        }
    }

    private static Window day(int count, long midnightSeconds) {
        return Window.empty(Window.CALENDAR_DAY)
                .plus(new Cost(count, 1, 1, Cost.NO_DOMAINS, BEGIN, midnightSeconds), 0);
    }
}
