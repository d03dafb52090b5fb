// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import com.google.errorprone.annotations.Immutable;
import java.time.Instant;

/**
 * News of a send limit, told once in its period (once in a calendar day) for one counter.
 *
 * @param kind what happened
 * @param account who sent; empty for mail without login
 * @param domain the account's; empty for a login without one
 * @param scope whose limit it is: {@code account}, {@code domain} (the pool), {@code network}, {@code sender} or
 *     {@code context}, the last three followed by {@code /} and the subject
 * @param limit its text, such as {@code 100/1h}
 * @param used what is used, in the limit's unit (kibibytes for bytes); of a bar also what was asked for in vain
 * @param allowed the limit's amount in the same unit
 * @param at when
 * @param release when there is room again; of a limit that is only nearly spent, and of a cost that never fits, the
 *     same as {@code at}
 */
@Immutable
public record LimitEvent(
        Kind kind,
        String account,
        String domain,
        String scope,
        String limit,
        long used,
        long allowed,
        Instant at,
        Instant release) {
    /** What happened. */
    public enum Kind {
        /** The limit is nearly spent. */
        NEAR,
        /**
         * The limit is spent and its action was taken: the first refusal, or the first message held, filtered or
         * observed.
         */
        REFUSED,
        /** So much more was asked for that the account is send-blocked. */
        SEND_BLOCKED
    }
}
