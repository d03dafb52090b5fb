// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.bruteforce;

import com.google.errorprone.annotations.ThreadSafe;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Distinct things that were tried lately, at most so many: 32 bits of a keyed hash each, with the time of the last try.
 */
@ThreadSafe
final class FailureWindow implements Serializable {
    static final FailureWindow NONE = new FailureWindow(new long[0], 0);

    private static final long serialVersionUID = 1;

    /** Hash in the upper half, epoch seconds in the lower (good until 2106), oldest first. */
    private final long[] tries;

    private final int firstSeconds;

    private FailureWindow(long[] tries, int firstSeconds) {
        this.tries = tries;
        this.firstSeconds = firstSeconds;
    }

    /**
     * With one more try. What is older than the period goes, and beyond {@code most} the oldest.
     *
     * <p>Doing it twice is as good as once.
     */
    FailureWindow plus(int hash, long nowSeconds, int periodSeconds, int most) {
        long[] next = new long[Math.min(tries.length + 1, most)];
        int kept = 0;
        int skip = Math.max(0, tries.length + 1 - most);
        for (int i = 0; i < tries.length; i++) {
            long each = tries[i];
            if (hash(each) == hash) {
                skip = 0; // it moves to the end: nothing has to go for it
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

    /** How many distinct ones were tried in the period that ends now. */
    int distinct(long nowSeconds, int periodSeconds) {
        int distinct = 0;
        for (long each : tries) {
            if (nowSeconds - seconds(each) < periodSeconds) {
                distinct++;
            }
        }
        return distinct;
    }

    /** Since when there has been no pause of a whole period, in epoch seconds. */
    long firstSeconds() {
        return Integer.toUnsignedLong(firstSeconds);
    }

    /** A try in the future, which a clock leaves that ran ahead, was made now: it must not count for ever. */
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
