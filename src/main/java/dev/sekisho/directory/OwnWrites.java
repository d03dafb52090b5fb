// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The writes of this process to the directory's tables, which distinguish them from writes by others.
 *
 * <p>Only H2 needs it: a table there has a mark of modification, but not whose modification it was. A write begins
 * before its first statement, and ends when its rows are in the copy in memory.
 */
@ThreadSafe
public final class OwnWrites {
    private static final AtomicInteger UNDER_WAY = new AtomicInteger();
    private static final AtomicLong ENDED = new AtomicLong();

    private OwnWrites() {}

    public static void begin() {
        UNDER_WAY.incrementAndGet();
    }

    public static void end() {
        ENDED.incrementAndGet();
        UNDER_WAY.decrementAndGet();
    }

    /** Whether a write of this process is under way. */
    public static boolean areUnderWay() {
        return UNDER_WAY.get() > 0;
    }

    /** The number of writes since the start that have ended. */
    public static long ended() {
        return ENDED.get();
    }
}
