// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import java.io.IOException;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Repeats the warm-up until it succeeds, and limits the time that readiness waits for it.
 *
 * <p>A machine that is too busy to answer its own requests is not ready; after a few rounds it is. But a node that
 * cannot reach its own services, while others can, must not stay out of service forever: after a time readiness is
 * granted, its response has the reason, and the rounds continue.
 *
 * <p>Used by one thread at a time.
 */
final class WarmUp {
    /** Seconds between rounds while readiness waits. */
    private static final long SOON_SECONDS = 1;

    /** Seconds between rounds afterwards. */
    private static final long LATER_SECONDS = 30;

    /** One round; returns figures for the log. */
    interface Round {
        String run() throws IOException, InterruptedException;
    }

    private final Round round;
    private final ServerState state;
    private final long graceSeconds;
    private final LongSupplier nanoTime;
    private boolean failed;
    private long failedNanos;

    /** @param graceSeconds how long readiness waits after the first failure */
    WarmUp(Round round, ServerState state, long graceSeconds, LongSupplier nanoTime) {
        this.round = round;
        this.state = state;
        this.graceSeconds = graceSeconds;
        this.nanoTime = nanoTime;
    }

    /** Runs one round; returns the seconds until the next one, empty after success. */
    OptionalLong next() throws InterruptedException {
        try {
            PlatformMessages.warmedUp(round.run());
            state.warmUpEnded();
            return OptionalLong.empty();
        } catch (IOException e) {
            if (!failed) {
                failed = true;
                failedNanos = nanoTime.getAsLong();
                PlatformMessages.warmUpFailed(e, graceSeconds);
            }
            state.warmUpFailed(String.valueOf(e));
            if (nanoTime.getAsLong() - failedNanos >= TimeUnit.SECONDS.toNanos(graceSeconds)) {
                state.waiveWarmUp();
            }
            return OptionalLong.of(state.isWarmUpDoneOrWaived() ? LATER_SECONDS : SOON_SECONDS);
        }
    }
}
