// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The times of the last wrong passwords, with load and hashing. A blocked login, whose password is not checked, takes a
 * sample of them.
 */
@ThreadSafe
final class AnswerTimes {
    /** Enough for the spread of a busy minute; 2 kB. A power of two. */
    private static final int KEPT = 256;

    /** A stall of Sekisho must not become the time of blocked logins, nor hold their connections. */
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final AtomicLongArray nanos = new AtomicLongArray(KEPT);
    private final AtomicInteger count = new AtomicInteger();

    void add(long tookNanos) {
        nanos.set(count.getAndIncrement() & (KEPT - 1), Math.min(tookNanos, LONGEST_NANOS));
    }

    /** The time of one of the last wrong passwords; 0 before the first. */
    long sample() {
        int seen = count.get();
        // The counter overflows after two thousand million wrong passwords; all places are filled then.
        int filled = seen < 0 ? KEPT : Math.min(seen, KEPT);
        return filled == 0 ? 0 : nanos.get(ThreadLocalRandom.current().nextInt(filled));
    }
}
