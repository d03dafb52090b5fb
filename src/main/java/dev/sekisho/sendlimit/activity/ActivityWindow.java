// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.activity;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * What an account sent in one period: a ring of steps, each with a count of each {@link Kind}.
 *
 * <p>The ring has one step more than the period, so a sum covers the whole period. Guarded by its sender.
 */
final class ActivityWindow {
    /** What is counted. */
    enum Kind {
        ACCEPTED(0),
        REFUSED(1),
        RECIPIENTS(2);

        private final int place;

        Kind(int place) {
            this.place = place;
        }
    }

    private static final int KINDS = Kind.values().length;

    private final int stepSeconds;
    private final int kept;
    private final int[] counts;

    /** Number of the newest step, counted from the epoch. */
    private long newest;

    ActivityWindow(ActivityPeriod period) {
        this.stepSeconds = period.stepSeconds();
        this.kept = period.steps() + 1;
        this.counts = new int[kept * KINDS];
    }

    void add(Kind kind, int amount, long nowSeconds) {
        long now = nowSeconds / stepSeconds;
        if (now < newest - 1 || now - newest >= kept) {
            // Nothing of it is in the period, or the clock was set back.
            Arrays.fill(counts, 0);
            newest = now;
        }
        while (newest < now) {
            newest++;
            int from = index(newest) * KINDS;
            Arrays.fill(counts, from, from + KINDS, 0);
        }
        int at = index(newest) * KINDS + kind.place;
        counts[at] = (int) Math.min(Integer.MAX_VALUE, (long) counts[at] + amount);
    }

    long sum(Kind kind, long nowSeconds) {
        long now = nowSeconds / stepSeconds;
        long sum = 0;
        for (long step = Math.max(now - kept + 1, newest - kept + 1); step <= Math.min(now + 1, newest); step++) {
            sum += counts[index(step) * KINDS + kind.place];
        }
        return sum;
    }

    private int index(long step) {
        return (int) Math.floorMod(step, (long) kept);
    }

    /** Writes the steps that are not empty. */
    void write(DataOutput out) throws IOException {
        int filled = 0;
        for (int i = 0; i < kept; i++) {
            filled += isEmpty(i) ? 0 : 1;
        }
        out.writeLong(newest);
        out.writeByte(filled);
        for (int i = 0; i < kept; i++) {
            if (!isEmpty(i)) {
                out.writeByte(i);
                for (int kind = 0; kind < KINDS; kind++) {
                    out.writeInt(counts[i * KINDS + kind]);
                }
            }
        }
    }

    private boolean isEmpty(int at) {
        for (int kind = 0; kind < KINDS; kind++) {
            if (counts[at * KINDS + kind] != 0) {
                return false;
            }
        }
        return true;
    }

    static ActivityWindow read(ActivityPeriod period, DataInput in) throws IOException {
        ActivityWindow window = new ActivityWindow(period);
        window.newest = in.readLong();
        int filled = in.readUnsignedByte();
        for (int i = 0; i < filled; i++) {
            int at = in.readUnsignedByte();
            if (at >= window.kept) {
                throw new IOException("step " + at + " of " + window.kept);
            }
            for (int kind = 0; kind < KINDS; kind++) {
                window.counts[at * KINDS + kind] = in.readInt();
            }
        }
        return window;
    }
}
