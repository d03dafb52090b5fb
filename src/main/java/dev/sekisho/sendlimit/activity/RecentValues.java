// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.activity;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The distinct values that were seen last, each with its last time: up to a maximum, then the one not seen for longest
 * makes room. The number of values within any period is therefore exact up to the maximum.
 *
 * <p>Guarded by its sender.
 */
final class RecentValues {
    private static final int INITIAL = 4;

    private final int most;
    private long[] fingerprints = new long[INITIAL];
    private long[] seconds = new long[INITIAL];
    private String @Nullable [] texts;
    private int size;

    /** @param withTexts whether the values are kept themselves, beside their fingerprints */
    RecentValues(int most, boolean withTexts) {
        this.most = most;
        this.texts = withTexts ? new String[INITIAL] : null;
    }

    void see(long fingerprint, String text, long nowSeconds) {
        int oldest = 0;
        for (int i = 0; i < size; i++) {
            if (fingerprints[i] == fingerprint) {
                seconds[i] = nowSeconds;
                return;
            }
            if (seconds[i] < seconds[oldest]) {
                oldest = i;
            }
        }
        if (size == fingerprints.length && size < most) {
            grow(Math.min(most, 2 * size));
        }
        int at = size < fingerprints.length ? size++ : oldest;
        fingerprints[at] = fingerprint;
        seconds[at] = nowSeconds;
        if (texts != null) {
            texts[at] = text;
        }
    }

    private void grow(int length) {
        fingerprints = Arrays.copyOf(fingerprints, length);
        seconds = Arrays.copyOf(seconds, length);
        texts = texts == null ? null : Arrays.copyOf(texts, length);
    }

    /** Receives each value. */
    interface Visitor {
        void visit(long fingerprint, String text, long lastSeconds);
    }

    /** Passes each value seen at {@code sinceSeconds} or later, in no order. */
    void since(long sinceSeconds, Visitor visitor) {
        for (int i = 0; i < size; i++) {
            if (seconds[i] >= sinceSeconds) {
                visitor.visit(fingerprints[i], texts == null ? "" : texts[i], seconds[i]);
            }
        }
    }

    /** Whether more values may have been seen since then than are kept. */
    boolean mayLackSince(long sinceSeconds) {
        if (size < most) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            if (seconds[i] < sinceSeconds) {
                return false;
            }
        }
        return true;
    }

    void write(DataOutput out) throws IOException {
        out.writeShort(size);
        for (int i = 0; i < size; i++) {
            out.writeLong(fingerprints[i]);
            out.writeLong(seconds[i]);
            if (texts != null) {
                out.writeUTF(texts[i]);
            }
        }
    }

    static RecentValues read(int most, boolean withTexts, DataInput in) throws IOException {
        RecentValues values = new RecentValues(most, withTexts);
        int size = in.readUnsignedShort();
        if (size > most) {
            throw new IOException(size + " values of " + most);
        }
        for (int i = 0; i < size; i++) {
            long fingerprint = in.readLong();
            long second = in.readLong();
            values.see(fingerprint, withTexts ? in.readUTF() : "", second);
        }
        return values;
    }
}
