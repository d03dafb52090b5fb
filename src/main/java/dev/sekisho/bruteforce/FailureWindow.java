// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.bruteforce;

import com.google.errorprone.annotations.ThreadSafe;
import java.io.Serializable;
import java.util.Arrays;

/**
 * The distinct recent attempts of a counter, bounded: 32 bits of a keyed hash each, with the time of the last attempt.
 */
@ThreadSafe
final class FailureWindow implements Serializable {
    static final FailureWindow NONE = new FailureWindow(new long[0], 0);

    private static final long serialVersionUID = 1;

    /** The hash in the upper half, epoch seconds in the lower (until 2106), oldest first. */
    private final long[] tries;

    private final int firstSeconds;

    private FailureWindow(long[] tries, int firstSeconds) {
        this.tries = tries;
        this.firstSeconds = firstSeconds;
    }

    /**
     * With one more attempt. Attempts older than the period are removed, and beyond {@code most} the oldest.
     * Idempotent.
     */
    FailureWindow plus(int hash, long nowSeconds, int periodSeconds, int most) {
        long[] next = new long[Math.min(tries.length + 1, most)];
        int kept = 0;
        int skip = Math.max(0, tries.length + 1 - most);
        for (int i = 0; i < tries.length; i++) {
            long each = tries[i];
            if (hash(each) == hash) {
                skip = 0; // it moves to the end: none is removed for it
            }
        }
        for (long each : tries) {
            if (hash(each) != hash && nowSeconds - seconds(each) < periodSeconds) {
                if (skip > 0) {
                    skip--;
                } else {
                    next[kept++] = upTo(nowSeconds, each);
                }
            } else if (skip > 0) {
                skip--;
            }
        }
        next[kept++] = ((long) hash << 32) | (nowSeconds & 0xffffffffL);
        return new FailureWindow(
                Arrays.copyOf(next, kept), kept == 1 || tries.length == 0 ? (int) nowSeconds : firstSeconds);
    }

    /** The number of distinct attempts in the period that ends now. */
    int distinct(long nowSeconds, int periodSeconds) {
        int distinct = 0;
        for (long each : tries) {
            if (nowSeconds - seconds(each) < periodSeconds) {
                distinct++;
            }
        }
        return distinct;
    }

    /** The begin in epoch seconds: since then there was no pause of a whole period. */
    long firstSeconds() {
        return Integer.toUnsignedLong(firstSeconds);
    }

    /** An attempt in the future (the clock ran ahead) counts as one of now, so that it expires. */
    private static long upTo(long nowSeconds, long each) {
        return seconds(each) <= nowSeconds ? each : (each & ~0xffffffffL) | (nowSeconds & 0xffffffffL);
    }

    private static int hash(long each) {
        return (int) (each >>> 32);
    }

    private static long seconds(long each) {
        return each & 0xffffffffL;
    }
}
