// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit;

import dev.sekisho.directory.snapshot.Sender;
import dev.sekisho.sendlimit.counter.LimitedCounter;
import java.util.List;

/** What the send limits do with a request: answer it at once, or use counters. */
sealed interface SendClassification permits SendOutcome, SendClassification.Counted {
    /**
     * A request that its counters decide.
     *
     * @param sender the account; {@link RequestClassifier#UNAUTHENTICATED} without a login
     * @param counters the counters of the message in their fixed order; empty if no limit applies
     * @param step what to do with them
     */
    record Counted(Sender sender, List<LimitedCounter> counters, Step step) implements SendClassification {}

    /** What a stage of the message does with its counters. */
    enum Step {
        /** The message has no counter. */
        NONE,
        /** Check for room and change nothing. */
        PEEK,
        RESERVE_RECIPIENT,
        RESERVE_MESSAGE,
        COUNT,
        /** The message was counted at an earlier stage. */
        COUNTED_BEFORE
    }
}
