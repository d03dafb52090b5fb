// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ratelimit;

import java.io.Serializable;
import java.util.Arrays;

/**
 * What was counted in the last {@code periodSeconds}: a sliding window of {@link #SLOTS} equal slots and the one begun.
 *
 * <p>A slot counts as long as any part of it lies in the period, so the window never admits more than the limit in any
 * period, and frees a message at most a slot late: a thirtieth of the period where that is whole seconds, else up to two of
 * the slots rounded up. Times are seconds since the epoch. A clock that steps back counts into the newest slot.
 *
 * <p>Immutable and safe for use by any thread.
 */
final class Window implements Serializable {
    private static final long serialVersionUID = 1;

    /** Whole slots in a period: a limit by the hour slides in steps of two minutes, one by the day in 48 minutes. */
    static final int SLOTS = 30;

    private static final int KEPT = SLOTS + 1;

    private final int periodSeconds;
    private final int slotSeconds;
    /** Whole slots that a period needs: {@link #SLOTS}, fewer where slots of whole seconds do not divide it evenly. */
    private final int slots;
    /** Number of the newest slot, counted from the epoch. */
    private final long newest;
    /** Counts by slot; slot {@code n} stands at {@code n mod KEPT}. */
    private final int[] counts;

    private Window(int periodSeconds, long newest, int[] counts) {
        this.periodSeconds = periodSeconds;
        this.slotSeconds = ceilDiv(periodSeconds, SLOTS);
        this.slots = ceilDiv(periodSeconds, slotSeconds);
        this.newest = newest;
        this.counts = counts;
    }

    static Window empty(int periodSeconds) {
        return new Window(periodSeconds, 0, new int[KEPT]);
    }

    private static int ceilDiv(int dividend, int divisor) {
        return (int) (((long) dividend + divisor - 1) / divisor);
    }

    int periodSeconds() {
        return periodSeconds;
    }

    /** What is counted in the period that ends at {@code nowSeconds}. */
    long used(long nowSeconds) {
        long now = Math.max(newest, nowSeconds / slotSeconds);
        long sum = 0;
        for (long slot = now - slots; slot <= newest; slot++) {
            sum += counts[index(slot)];
        }
        return sum;
    }

    /** The window after {@code cost} more at {@code nowSeconds}. */
    Window plus(int cost, long nowSeconds) {
        long now = Math.max(newest, nowSeconds / slotSeconds);
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
        next[at] = (int) Math.min(Integer.MAX_VALUE, (long) next[at] + cost);
        return new Window(periodSeconds, now, next);
    }

    /** This window and another of the same period: of each slot the larger count. */
    Window merge(Window other) {
        if (newest < other.newest) {
            return other.merge(this);
        }
        int[] merged = counts.clone();
        // Slots before those that the newer one keeps have slid out; the older one keeps all of those that are left.
        for (long slot = newest - KEPT + 1; slot <= other.newest; slot++) {
            int at = index(slot);
            merged[at] = Math.max(merged[at], other.counts[at]);
        }
        return new Window(periodSeconds, newest, merged);
    }

    /**
     * When enough has slid out of the window that {@code used() <= atMost}, in seconds since the epoch.
     *
     * @param atMost 0 or more; what is sought is always reached when the window is empty
     */
    long secondsWhenUsedIsAtMost(long atMost, long nowSeconds) {
        long now = Math.max(newest, nowSeconds / slotSeconds);
        long used = used(nowSeconds);
        for (long slot = now - slots; used > atMost && slot <= newest; slot++) {
            used -= counts[index(slot)];
            if (used <= atMost) {
                return (slot + slots + 1) * slotSeconds;
            }
        }
        return nowSeconds;
    }

    boolean isEmpty(long nowSeconds) {
        return used(nowSeconds) == 0;
    }

    private static int index(long slot) {
        return (int) Math.floorMod(slot, (long) KEPT);
    }

    /** Appends {@code period:newest:count,count,...} with the newest count last and leading zeros left out. */
    void appendTo(StringBuilder text) {
        text.append(periodSeconds).append(':').append(newest).append(':');
        boolean begun = false;
        for (long slot = newest - SLOTS; slot <= newest; slot++) {
            int count = counts[index(slot)];
            if (begun) {
                text.append(',').append(count);
            } else if (count != 0 || slot == newest) {
                text.append(count);
                begun = true;
            }
        }
    }

    /** Reads what {@link #appendTo} wrote; {@link IllegalArgumentException} for anything else. */
    static Window parse(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("not a window");
        }
        int periodSeconds = Integer.parseInt(parts[0]);
        long newest = Long.parseLong(parts[1]);
        String[] written = parts[2].split(",", -1);
        if (periodSeconds <= 0 || newest < 0 || written.length > KEPT) {
            throw new IllegalArgumentException("a window out of bounds");
        }
        int[] counts = new int[KEPT];
        for (int i = 0; i < written.length; i++) {
            int count = Integer.parseInt(written[i]);
            if (count < 0) {
                throw new IllegalArgumentException("a negative count");
            }
            counts[index(newest - (written.length - 1) + i)] = count;
        }
        return new Window(periodSeconds, newest, counts);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Window that
                && periodSeconds == that.periodSeconds
                && newest == that.newest
                && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(counts) * 31 + periodSeconds;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        appendTo(text);
        return text.toString();
    }
}
