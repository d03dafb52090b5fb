// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import com.google.errorprone.annotations.ThreadSafe;

/**
 * The counts of the last {@code periodSeconds}: a sliding window of {@link #SLOTS} equal slots and the current one.
 *
 * <p>A slot counts while any part of it lies in the period, so the window never admits more than the limit in any
 * period. It frees a message at most a slot late: a thirtieth of the period where that is whole seconds, else up to two
 * of the rounded slots. Slots in the future (the clock ran ahead) count as the current one.
 */
@ThreadSafe
final class SlidingWindow extends Window {
    private static final long serialVersionUID = 1;

    /** Whole slots in a period: a limit by the hour slides in steps of two minutes, one by the day in 48 minutes. */
    static final int SLOTS = 30;

    private static final int KEPT = SLOTS + 1;

    /** Number of the newest slot, counted from the epoch. */
    private final long newest;
    /** Counts by slot; slot {@code n} has the index {@code n mod KEPT}. */
    private final int[] counts;

    private SlidingWindow(int key, AlertState alerts, long newest, int[] counts) {
        super(key, alerts);
        this.newest = newest;
        this.counts = counts;
    }

    static SlidingWindow empty(int key) {
        return new SlidingWindow(key, AlertState.NONE, 0, new int[KEPT]);
    }

    private static int ceilDiv(int dividend, int divisor) {
        return (int) (((long) dividend + divisor - 1) / divisor);
    }

    private int slotSeconds() {
        return ceilDiv(periodSeconds(), SLOTS);
    }

    /** The slots of a period: {@link #SLOTS}, fewer where slots of whole seconds do not divide it evenly. */
    private int slots() {
        return ceilDiv(periodSeconds(), slotSeconds());
    }

    @Override
    Window withAlerts(AlertState raised) {
        return new SlidingWindow(key(), raised, newest, counts);
    }

    @Override
    long aheadSeconds(Cost now) {
        // In slots first: the seconds of a slot from a damaged row may overflow.
        long slots = newest - now.nowSeconds() / slotSeconds();
        return slots <= 0 ? 0 : Math.min(slots, Integer.MAX_VALUE) * slotSeconds();
    }

    @Override
    Window upTo(Cost now) {
        return at(now.nowSeconds()).withAlerts(alertsUpTo(now));
    }

    private SlidingWindow at(long nowSeconds) {
        long now = nowSeconds / slotSeconds();
        if (newest <= now) {
            return this;
        }
        int[] next = new int[KEPT];
        for (long slot = newest - KEPT + 1; slot <= newest; slot++) {
            int at = index(Math.min(slot, now));
            next[at] = (int) Math.min(Integer.MAX_VALUE, (long) next[at] + counts[index(slot)]);
        }
        return new SlidingWindow(key(), alerts(), now, next);
    }

    @Override
    long used(long nowSeconds) {
        long now = nowSeconds / slotSeconds();
        if (newest > now) {
            return at(nowSeconds).used(nowSeconds);
        }
        long first = now - slots();
        long sum = 0;
        int at = index(first);
        for (long slot = first; slot <= newest; slot++) {
            sum += counts[at];
            at = after(at);
        }
        return sum;
    }

    @Override
    Window plus(Cost cost, int most) {
        long now = cost.nowSeconds() / slotSeconds();
        if (newest > now) {
            return at(cost.nowSeconds()).plus(cost, most);
        }
        int[] next;
        if (now - newest >= KEPT) {
            next = new int[KEPT];
        } else {
            next = counts.clone();
            for (long slot = newest + 1; slot <= now; slot++) {
                next[index(slot)] = 0;
            }
        }
        int at = index(now);
        next[at] = (int) Math.min(Integer.MAX_VALUE, (long) next[at] + cost.of(unit()));
        return new SlidingWindow(key(), alerts(), now, next);
    }

    @Override
    long secondsWhenUsedIsAtMost(long atMost, long nowSeconds) {
        int slotSeconds = slotSeconds();
        int slots = slots();
        long now = nowSeconds / slotSeconds;
        if (newest > now) {
            return at(nowSeconds).secondsWhenUsedIsAtMost(atMost, nowSeconds);
        }
        long used = used(nowSeconds);
        for (long slot = now - slots; used > atMost && slot <= newest; slot++) {
            used -= counts[index(slot)];
            if (used <= atMost) {
                return (slot + slots + 1) * slotSeconds;
            }
        }
        return nowSeconds;
    }

    @Override
    Window merge(Window other) {
        SlidingWindow theirs = (SlidingWindow) other;
        boolean newerThanTheirs = newest >= theirs.newest;
        SlidingWindow newer = newerThanTheirs ? this : theirs;
        SlidingWindow older = newerThanTheirs ? theirs : this;
        int[] merged = newer.counts.clone();
        for (long slot = Math.max(0, newer.newest - KEPT + 1); slot <= older.newest; slot++) {
            int at = index(slot);
            merged[at] = Math.max(merged[at], older.counts[at]);
        }
        return new SlidingWindow(key(), alerts().merge(theirs.alerts()), newer.newest, merged);
    }

    private static int index(long slot) {
        return (int) Math.floorMod(slot, (long) KEPT);
    }

    /** The index of the next slot, without a division: this is done for each slot of each limit at each request. */
    private static int after(int index) {
        return index + 1 == KEPT ? 0 : index + 1;
    }

    /** {@code newest:count,count,...} with the newest count last, without leading zeros. */
    @Override
    void appendCounts(StringBuilder text) {
        text.append(newest).append(':');
        boolean begun = false;
        int at = index(newest - SLOTS);
        for (long slot = newest - SLOTS; slot <= newest; slot++) {
            int count = counts[at];
            at = after(at);
            if (begun) {
                text.append(',').append(count);
            } else if (count != 0 || slot == newest) {
                text.append(count);
                begun = true;
            }
        }
    }

    static SlidingWindow read(int key, AlertState alerts, long newest, String[] written) {
        if (written.length > KEPT) {
            throw new IllegalArgumentException("window out of bounds");
        }
        int[] counts = new int[KEPT];
        for (int i = 0; i < written.length; i++) {
            counts[index(newest - (written.length - 1) + i)] = count(written[i]);
        }
        return new SlidingWindow(key, alerts, newest, counts);
    }
}
