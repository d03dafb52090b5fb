// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.connector;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What all loops and connections of one activation share.
 *
 * <p>Safe for use by any thread; the spec is not changed after activation.
 *
 * @param spec the configuration, valid
 * @param counters the counts
 * @param troubles the log of closed connections
 * @param nanoClock {@link System#nanoTime()}, or a test's clock
 */
record ListenerContext(
        PolicyActivationSpec spec, ListenerCounters counters, TroubleLog troubles, LongSupplier nanoClock) {

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
     * How often a loop looks for what is overdue: each second, or more often where a shorter limit asks for it (a tenth
     * of it, but at least 10 ms apart).
     */
    long sweepMillis() {
        return Math.min(1000, Math.max(10, Math.min(spec.getAnswerTimeoutMillis() / 10, spec.getBindRetryMillis())));
    }
}
