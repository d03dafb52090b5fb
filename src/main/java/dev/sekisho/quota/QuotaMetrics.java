// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

import dev.sekisho.policy.ProtocolState;

/**
 * The meters of the quota service beyond its decisions: how much mail declares its size, how well, and what the second
 * question at the end of a message is good for.
 *
 * <p>Safe for use by many threads, and never blocks.
 */
interface QuotaMetrics {
    /** Counts a recipient, by whether the client declared a size. */
    void recipient(boolean sizeDeclared);

    /** Counts what a stage made of it, in a word of the decision log. */
    void verdict(ProtocolState stage, String result);

    /** Notes the real size of a message whose client had declared one, both in bytes. */
    void sizes(long declaredBytes, long realBytes);

    /**
     * Counts a message that was judged at its end.
     *
     * @param outcome {@code room}, {@code full}, {@code mixed-accept}, {@code mixed-refuse}, {@code mixed-retry},
     *     {@code unavailable}, {@code declared} (judged before) or {@code forgotten} (nothing is known of its
     *     recipients)
     */
    void ended(String outcome);

    /** Counts recipients whose mailboxes were not asked about, because the message has too many. */
    void tooMany(int recipients);

    /** Counts recipients whose mail would have been taken, and bounced or deferred by their mail host. */
    void bouncesSaved(int recipients);
}
