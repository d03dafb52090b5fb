// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.connector;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** The real clock, which a test can set forward. */
final class TestClock implements LongSupplier {
    private final AtomicLong offset = new AtomicLong();

    @Override
    public long getAsLong() {
        return System.nanoTime() + offset.get();
    }

    void advance(Duration duration) {
        offset.addAndGet(duration.toNanos());
    }
}
