// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import com.google.errorprone.annotations.Immutable;

/** A calendar day: one count, and the midnight at which it is forgotten. */
@Immutable
final class DayWindow extends Window {
    private static final long serialVersionUID = 1;

    private final long endSeconds;
    private final int count;

    private DayWindow(int key, AlertState marks, long endSeconds, int count) {
        super(key, marks);
        this.endSeconds = endSeconds;
        this.count = count;
    }

    static DayWindow empty(int key) {
        return new DayWindow(key, AlertState.NONE, 0, 0);
    }

    @Override
    Window withMarks(AlertState told) {
        return new DayWindow(key(), told, endSeconds, count);
    }

    @Override
    long aheadSeconds(Cost now) {
        return Math.max(0, endSeconds - now.midnightSeconds());
    }

    @Override
    Window upTo(Cost now) {
        return new DayWindow(key(), marksUpTo(now), Math.min(endSeconds, now.midnightSeconds()), count);
    }

    @Override
    long used(long nowSeconds) {
        return nowSeconds < endSeconds ? count : 0;
    }

    @Override
    Window plus(Cost cost, int most) {
        long sum = used(cost.nowSeconds()) + cost.of(unit());
        long end = cost.midnightSeconds();
        return new DayWindow(key(), marks(), end, (int) Math.min(Integer.MAX_VALUE, sum));
    }

    @Override
    long secondsWhenUsedIsAtMost(long atMost, long nowSeconds) {
        return used(nowSeconds) <= atMost ? nowSeconds : endSeconds;
    }

    @Override
    Window merge(Window other) {
        DayWindow theirs = (DayWindow) other;
        AlertState told = marks().merge(theirs.marks());
        if (endSeconds != theirs.endSeconds) {
            return endSeconds > theirs.endSeconds ? withMarks(told) : theirs.withMarks(told);
        }
        return new DayWindow(key(), told, endSeconds, Math.max(count, theirs.count));
    }

    @Override
    void appendCounts(StringBuilder text) {
        text.append(endSeconds).append(':').append(count);
    }

    static DayWindow read(int key, AlertState marks, long endSeconds, String[] counts) {
        if (counts.length != 1) {
            throw new IllegalArgumentException("a day has one count");
        }
        return new DayWindow(key, marks, endSeconds, count(counts[0]));
    }
}
