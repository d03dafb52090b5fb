// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.admin;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How many calls may wait for a database that does not answer. As long as calls end soon there may be any number.
 *
 * <p>Safe for use by many threads.
 */
final class CallLimit {
    /** A third of the server's threads, as they are by default. */
    static final int MOST_WAITING = 8;

    /** A call that takes longer waits for something. */
    private static final long SOON_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final LongSupplier nanoTime;
    private final Set<Call> running = new LinkedHashSet<>();

    /** A call under way, since when. Equal to itself only. */
    static final class Call {
        private final long sinceNanos;

        private Call(long sinceNanos) {
            this.sinceNanos = sinceNanos;
        }
    }

    CallLimit(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** A place, to be left; empty if many calls are under way and one of them waits. */
    synchronized Optional<Call> enter() {
        long now = nanoTime.getAsLong();
        if (running.size() >= MOST_WAITING && now - running.iterator().next().sinceNanos > SOON_NANOS) {
            return Optional.empty();
        }
        Call call = new Call(now);
        running.add(call);
        return Optional.of(call);
    }

    synchronized void leave(Call call) {
        running.remove(call);
    }
}
