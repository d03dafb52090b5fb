// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ratelimit;

import dev.sekisho.account.SendLimit;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of asking the counters for room.
 *
 * @param outcome what became of it
 * @param limit the limit that refused, else the one nearest to being spent; null if the account has none
 * @param used recipients used in that limit's period, after this request
 * @param freeSeconds when the cost would fit, in seconds since the epoch; 0 unless refused, and if it never will
 *     <p>Immutable and safe for use by any thread.
 */
record Tally(Outcome outcome, @Nullable SendLimit limit, long used, long freeSeconds) implements Serializable {
    enum Outcome {
        /** There is room (and the message was counted, if that was asked). */
        ADMITTED,
        /** The same message was counted before; it is not counted again. */
        REPEATED,
        /** At least one limit has no room; nothing was counted. */
        REFUSED
    }

    static final Tally UNLIMITED = new Tally(Outcome.ADMITTED, null, -1, 0);
}
