// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How long the last wrong passwords took, so that a blocked login, whose password nobody looks at, can take as long: a
 * sample of what was measured, load and hashing included.
 */
@ThreadSafe
final class AnswerTimes {
    /** Enough for the spread of a busy minute; 2 kB. A power of two. */
    private static final int KEPT = 256;

    /** A stall of ours must not become the pace of blocked logins, nor hold their connections. */
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final AtomicLongArray nanos = new AtomicLongArray(KEPT);
    private final AtomicInteger count = new AtomicInteger();

    void add(long tookNanos) {
        nanos.set(count.getAndIncrement() & (KEPT - 1), Math.min(tookNanos, LONGEST_NANOS));
    }

    /** The time of one of the last wrong passwords; 0 before the first. */
    long sample() {
        int seen = count.get();
        // Negative once in two thousand million wrong passwords: all places are filled then.
        int filled = seen < 0 ? KEPT : Math.min(seen, KEPT);
        return filled == 0 ? 0 : nanos.get(ThreadLocalRandom.current().nextInt(filled));
    }
}
