// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.connector;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Configuration and state that all loops and connections of an activation share. The spec does not change after
 * activation.
 *
 * @param spec the configuration, already validated
 * @param counters the counters
 * @param closedConnections the log of closed connections
 * @param nanoClock {@link System#nanoTime()}, or a test's clock
 * @param announced whether the log says that it listens
 */
@ThreadSafe
record ListenerContext(
        PolicyActivationSpec spec,
        ListenerCounters counters,
        ClosedConnectionLog closedConnections,
        LongSupplier nanoClock,
        boolean announced) {

    long now() {
        return nanoClock.getAsLong();
    }

    long idleNanos() {
        return TimeUnit.SECONDS.toNanos(spec.getIdleTimeoutSeconds());
    }

    long requestNanos() {
        return TimeUnit.SECONDS.toNanos(spec.getRequestTimeoutSeconds());
    }

    long answerNanos() {
        return TimeUnit.MILLISECONDS.toNanos(spec.getAnswerTimeoutMillis());
    }

    long drainNanos() {
        return TimeUnit.MILLISECONDS.toNanos(spec.getDrainTimeoutMillis());
    }

    long bindRetryNanos() {
        return TimeUnit.MILLISECONDS.toNanos(spec.getBindRetryMillis());
    }

    /**
     * How often a loop checks deadlines: each second, or at a tenth of a shorter answer timeout or at a shorter bind
     * retry, but at intervals of 10 ms or more.
     */
    long sweepMillis() {
        return Math.min(1000, Math.max(10, Math.min(spec.getAnswerTimeoutMillis() / 10, spec.getBindRetryMillis())));
    }
}
