// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import java.io.IOException;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Repeats the warm-up until it succeeds, and decides how long readiness waits for it.
 *
 * <p>A machine that is too busy to answer itself is not ready, and is so a few rounds later. A node that cannot reach
 * its own services, although others can, becomes ready after a time; the readiness check has the reason, and the rounds
 * continue.
 *
 * <p>Used by one thread at a time.
 */
final class WarmUp {
    /** Between two rounds in seconds, while readiness waits and afterwards. */
    private static final long SOON_SECONDS = 1;

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

    /** Runs one round; returns the seconds until the next one, empty if there is none. */
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
                state.excuseWarmUp();
            }
            return OptionalLong.of(state.isWarmedUpOrExcused() ? LATER_SECONDS : SOON_SECONDS);
        }
    }
}
