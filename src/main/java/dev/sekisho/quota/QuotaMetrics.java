// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.policy.ProtocolState;

/**
 * The metrics of the quota service beyond its decisions: how much mail declares its size, how exactly, and what the
 * second request at the end of a message achieves. Never blocks.
 */
@ThreadSafe
public interface QuotaMetrics {
    /** Counts a recipient, by whether the client declared a size. */
    void recipient(boolean sizeDeclared);

    /** Counts the result of a stage, as the decision log names it. */
    void verdict(ProtocolState stage, String result);

    /** Records the real size of a message with a declared size, both in bytes. */
    void sizes(long declaredBytes, long realBytes);

    /**
     * Counts a message that was decided at its end.
     *
     * @param outcome {@code room}, {@code full}, {@code mixed-accept}, {@code mixed-refuse}, {@code mixed-retry},
     *     {@code unavailable}, {@code declared} (decided before) or {@code forgotten} (its recipients are not known)
     */
    void ended(String outcome);

    /** Counts recipients without a quota request, because the message has too many. */
    void tooMany(int recipients);

    /** Counts recipients whose mail would have been accepted, and then bounced or deferred by their mail host. */
    void bouncesSaved(int recipients);

    /** No metrics. */
    static QuotaMetrics off() {
        return new QuotaMetrics() {
            @Override
            public void recipient(boolean sizeDeclared) {}

            @Override
            public void verdict(ProtocolState stage, String result) {}

            @Override
            public void sizes(long declaredBytes, long realBytes) {}

            @Override
            public void ended(String outcome) {}

            @Override
            public void tooMany(int recipients) {}

            @Override
            public void bouncesSaved(int recipients) {}
        };
    }
}
