// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import com.google.errorprone.annotations.Immutable;

/** The window of a calendar day: one count, and the midnight at which it ends. */
@Immutable
final class DayWindow extends Window {
    private static final long serialVersionUID = 1;

    private final long endSeconds;
    private final int count;

    private DayWindow(int key, AlertState alerts, long endSeconds, int count) {
        super(key, alerts);
        this.endSeconds = endSeconds;
        this.count = count;
    }

    static DayWindow empty(int key) {
        return new DayWindow(key, AlertState.NONE, 0, 0);
    }

    @Override
    Window withAlerts(AlertState raised) {
        return new DayWindow(key(), raised, endSeconds, count);
    }

    @Override
    long aheadSeconds(Cost now) {
        return Math.max(0, endSeconds - now.midnightSeconds());
    }

    @Override
    Window upTo(Cost now) {
        return new DayWindow(key(), alertsUpTo(now), Math.min(endSeconds, now.midnightSeconds()), count);
    }

    @Override
    long used(long nowSeconds) {
        return nowSeconds < endSeconds ? count : 0;
    }

    @Override
    Window plus(Cost cost, int most) {
        long sum = used(cost.nowSeconds()) + cost.of(unit());
        long end = cost.midnightSeconds();
        return new DayWindow(key(), alerts(), end, (int) Math.min(Integer.MAX_VALUE, sum));
    }

    @Override
    long secondsWhenUsedIsAtMost(long atMost, long nowSeconds) {
        return used(nowSeconds) <= atMost ? nowSeconds : endSeconds;
    }

    @Override
    Window merge(Window other) {
        DayWindow theirs = (DayWindow) other;
        AlertState merged = alerts().merge(theirs.alerts());
        if (endSeconds != theirs.endSeconds) {
            return endSeconds > theirs.endSeconds ? withAlerts(merged) : theirs.withAlerts(merged);
        }
        return new DayWindow(key(), merged, endSeconds, Math.max(count, theirs.count));
    }

    @Override
    void appendCounts(StringBuilder text) {
        text.append(endSeconds).append(':').append(count);
    }

    static DayWindow read(int key, AlertState alerts, long endSeconds, String[] counts) {
        if (counts.length != 1) {
            throw new IllegalArgumentException("the window of a day has one count");
        }
        return new DayWindow(key, alerts, endSeconds, count(counts[0]));
    }
}
