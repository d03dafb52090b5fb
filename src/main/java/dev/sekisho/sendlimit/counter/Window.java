// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.limit.LimitUnit;
import dev.sekisho.limit.SendLimit;
import java.io.Serializable;

/** The counts of one limit unit in one period. Times are seconds since the epoch. */
@ThreadSafe
abstract sealed class Window implements Serializable permits SlidingWindow, DayWindow, DomainsWindow {
    private static final long serialVersionUID = 1;

    /** The key's period of a calendar day. */
    static final int CALENDAR_DAY = 0;

    /**
     * A key holds the period in the low bits (31 days take 22), the unit above, then the mark of a window of refused
     * requests.
     */
    private static final int UNIT_SHIFT = 24;

    private static final int PERIOD_MASK = (1 << UNIT_SHIFT) - 1;
    private static final int UNIT_MASK = 0xf;
    private static final int REFUSED_BIT = 1 << 28;

    private final int key;
    private final AlertState alerts;

    Window(int key, AlertState alerts) {
        this.key = key;
        this.alerts = alerts;
    }

    /** The key of a limit's window. For recipients it is the period, so that old rows stay readable. */
    static int key(SendLimit limit) {
        int period = limit.calendarDay() ? CALENDAR_DAY : (int) limit.period().toSeconds();
        return limit.unit().code() << UNIT_SHIFT | period;
    }

    /** The key of the window of refused requests, which only limits that block have. */
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

    /** @throws IllegalArgumentException if this version has no such unit */
    static LimitUnit unit(int key) {
        int code = key >> UNIT_SHIFT & UNIT_MASK;
        return LimitUnit.ofCode(code)
                .orElseThrow(() -> new IllegalArgumentException("window of the unknown unit " + code));
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

    /** The alerts raised in the current period. */
    final AlertState alerts() {
        return alerts;
    }

    abstract Window withAlerts(AlertState raised);

    /**
     * How many seconds the counts lie in the future; 0 if they do not. A clock that ran ahead leaves such windows.
     *
     * @param now gives the time and the end of the day
     */
    abstract long aheadSeconds(Cost now);

    /** This window with future counts moved to now, so that they end no later than a count of now. */
    abstract Window upTo(Cost now);

    /** The raised alerts, none of them lasting longer than an alert raised now. */
    final AlertState alertsUpTo(Cost now) {
        return alerts.upTo(alertedUntil(now));
    }

    /** The count in the period that ends at {@code nowSeconds}. */
    abstract long used(long nowSeconds);

    /**
     * The window after a message.
     *
     * @param most how many different values must be kept, in a window that keeps values
     */
    abstract Window plus(Cost cost, int most);

    /**
     * When enough has slid out of the window that {@code used() <= atMost}, in seconds since the epoch.
     *
     * @param atMost 0 or more; an empty window always satisfies it
     */
    abstract long secondsWhenUsedIsAtMost(long atMost, long nowSeconds);

    /** Until when an alert raised now is not raised again. */
    final long alertedUntil(Cost now) {
        return periodSeconds() == CALENDAR_DAY ? now.midnightSeconds() : now.nowSeconds() + periodSeconds();
    }

    /** This window merged with that of another part of a split cluster: of each count the larger. */
    abstract Window merge(Window other);

    final boolean isEmpty(long nowSeconds) {
        return used(nowSeconds) == 0;
    }

    /** Appends {@code key:head:counts}, and {@code :alerts} if there are any. */
    final void appendTo(StringBuilder text) {
        text.append(key).append(':');
        appendCounts(text);
        String raised = alerts.text();
        if (!raised.isEmpty()) {
            text.append(':').append(raised);
        }
    }

    /** Appends {@code head:counts}. */
    abstract void appendCounts(StringBuilder text);

    /** Reads what {@link #appendTo} wrote; throws {@link IllegalArgumentException} for any other text. */
    static Window parse(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length != 3 && parts.length != 4) {
            throw new IllegalArgumentException("not a window");
        }
        int key = Integer.parseInt(parts[0]);
        long head = Long.parseLong(parts[1]);
        if (key < 0 || key >= REFUSED_BIT << 1 || head < 0) {
            throw new IllegalArgumentException("window out of bounds");
        }
        AlertState alerts = parts.length == 4 ? AlertState.parse(parts[3]) : AlertState.NONE;
        String[] counts = parts[2].split(",", -1);
        if (unit(key) == LimitUnit.DOMAINS) {
            return DomainsWindow.read(key, alerts, counts);
        }
        return period(key) == CALENDAR_DAY
                ? DayWindow.read(key, alerts, head, counts)
                : SlidingWindow.read(key, alerts, head, counts);
    }

    /** @throws IllegalArgumentException if {@code text} is not a count */
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
