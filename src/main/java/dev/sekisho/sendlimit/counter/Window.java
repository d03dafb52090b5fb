// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.limit.LimitUnit;
import dev.sekisho.limit.SendLimit;
import java.io.Serializable;

/** What was counted by one meter in one period. Times are seconds since the epoch. */
@ThreadSafe
abstract sealed class Window implements Serializable permits SlidingWindow, DayWindow, DomainsWindow {
    private static final long serialVersionUID = 1;

    /** The key's period of a calendar day. */
    static final int CALENDAR_DAY = 0;

    /**
     * A key holds the period in the low bits (31 days take 22), the meter above, then whether it counts what was
     * refused.
     */
    private static final int UNIT_SHIFT = 24;

    private static final int PERIOD_MASK = (1 << UNIT_SHIFT) - 1;
    private static final int UNIT_MASK = 0xf;
    private static final int REFUSED_BIT = 1 << 28;

    private static final LimitUnit[] METRICS = LimitUnit.values();

    private final int key;
    private final AlertState marks;

    Window(int key, AlertState marks) {
        this.key = key;
        this.marks = marks;
    }

    /** What tells a limit's window from others: of recipients the period, so that old rows read as before. */
    static int key(SendLimit limit) {
        int period = limit.calendarDay() ? CALENDAR_DAY : (int) limit.period().toSeconds();
        return limit.unit().code() << UNIT_SHIFT | period;
    }

    /** The window of what was asked for in vain, which only limits have that bar. */
    static int refusedKey(SendLimit limit) {
        return key(limit) | REFUSED_BIT;
    }

    static boolean countsRefused(int key) {
        return (key & REFUSED_BIT) != 0;
    }

    static Window empty(int key) {
        if (unit(key) == LimitUnit.DOMAINS) {
            return DomainsWindow.empty(key);
        }
        return period(key) == CALENDAR_DAY ? DayWindow.empty(key) : SlidingWindow.empty(key);
    }

    static LimitUnit unit(int key) {
        return METRICS[key >> UNIT_SHIFT & UNIT_MASK];
    }

    static int period(int key) {
        return key & PERIOD_MASK;
    }

    final int key() {
        return key;
    }

    final LimitUnit unit() {
        return unit(key);
    }

    final int periodSeconds() {
        return period(key);
    }

    /** What was told. */
    final AlertState marks() {
        return marks;
    }

    abstract Window withMarks(AlertState told);

    /**
     * By how many seconds what is counted lies in the future; 0 for not at all. A clock that ran ahead leaves such
     * windows.
     *
     * @param now gives the time and the end of the day
     */
    abstract long aheadSeconds(Cost now);

    /** This window with what lies in the future counted now, so that it ends no later than what is counted now. */
    abstract Window upTo(Cost now);

    /** The marks, none of them longer than news of now would set. */
    final AlertState marksUpTo(Cost now) {
        return marks.upTo(toldUntil(now));
    }

    /** What is counted in the period that ends at {@code nowSeconds}. */
    abstract long used(long nowSeconds);

    /** By how much {@code cost} would make it more. */
    int asked(Cost cost) {
        return cost.of(unit());
    }

    /**
     * The window after a message.
     *
     * @param most different things that need to be told apart, where the window tells them apart
     */
    abstract Window plus(Cost cost, int most);

    /**
     * When enough has slid out of the window that {@code used() <= atMost}, in seconds since the epoch.
     *
     * @param atMost 0 or more; what is sought is always reached when the window is empty
     */
    abstract long secondsWhenUsedIsAtMost(long atMost, long nowSeconds);

    /** Until when news of now need not be told again. */
    final long toldUntil(Cost now) {
        return periodSeconds() == CALENDAR_DAY ? now.midnightSeconds() : now.nowSeconds() + periodSeconds();
    }

    /** This window and another of the same key, of another part of a split cluster: of each count the larger. */
    abstract Window merge(Window other);

    final boolean isEmpty(long nowSeconds) {
        return used(nowSeconds) == 0;
    }

    /** Appends {@code key:head:counts}, and {@code :marks} where there are any. */
    final void appendTo(StringBuilder text) {
        text.append(key).append(':');
        appendCounts(text);
        String told = marks.text();
        if (!told.isEmpty()) {
            text.append(':').append(told);
        }
    }

    /** Appends {@code head:counts}. */
    abstract void appendCounts(StringBuilder text);

    /** Reads what {@link #appendTo} wrote; {@link IllegalArgumentException} for anything else. */
    static Window parse(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length != 3 && parts.length != 4) {
            throw new IllegalArgumentException("not a window");
        }
        int key = Integer.parseInt(parts[0]);
        long head = Long.parseLong(parts[1]);
        if (key < 0 || key >= REFUSED_BIT << 1 || (key >> UNIT_SHIFT & UNIT_MASK) >= METRICS.length || head < 0) {
            throw new IllegalArgumentException("a window out of bounds");
        }
        AlertState marks = parts.length == 4 ? AlertState.parse(parts[3]) : AlertState.NONE;
        String[] counts = parts[2].split(",", -1);
        if (unit(key) == LimitUnit.DOMAINS) {
            return DomainsWindow.read(key, marks, counts);
        }
        return period(key) == CALENDAR_DAY
                ? DayWindow.read(key, marks, head, counts)
                : SlidingWindow.read(key, marks, head, counts);
    }

    /** @throws IllegalArgumentException if {@code text} is no count */
    static int count(String text) {
        int count = Integer.parseInt(text);
        if (count < 0) {
            throw new IllegalArgumentException("a negative count");
        }
        return count;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Window that && toString().equals(that.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        appendTo(text);
        return text.toString();
    }
}
