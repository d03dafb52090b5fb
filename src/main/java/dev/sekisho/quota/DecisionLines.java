// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.decision.QuotaDecision;
import dev.sekisho.policy.PolicyRequest;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Logs and counts the decisions of the quota service. */
@ThreadSafe
final class DecisionLines {
    private final Function<QuotaDecision, String> log;
    private final QuotaMetrics metrics;
    private final LongSupplier nanoTime;

    DecisionLines(Function<QuotaDecision, String> log, QuotaMetrics metrics, LongSupplier nanoTime) {
        this.log = log;
        this.metrics = metrics;
        this.nanoTime = nanoTime;
    }

    /** The begin of a decision, for its duration. */
    long begin() {
        return nanoTime.getAsLong();
    }

    /**
     * Records a decision and returns its reference, empty if it needs none; for the texts see {@link QuotaDecision}.
     */
    String write(PolicyRequest request, String result, String key, String host, String reason, long begin) {
        metrics.verdict(request.protocolState(), result);
        return log.apply(new QuotaDecision(
                result,
                key,
                request.protocolState().wireName(),
                request.instance(),
                request.clientAddress(),
                request.sizeBytes(),
                host,
                reason,
                nanoTime.getAsLong() - begin));
    }
}
