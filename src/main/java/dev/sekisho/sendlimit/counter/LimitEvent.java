// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import com.google.errorprone.annotations.Immutable;
import java.time.Instant;

/**
 * An alert of a send limit, raised once in its period (once in a calendar day) for one counter.
 *
 * @param kind what happened
 * @param account the account that sent; empty for mail without login
 * @param domain the domain of the account; empty for a login without one
 * @param scope what the limit is for: {@code account}, {@code domain} (the pool), {@code network}, {@code sender} or
 *     {@code context}, the last three followed by {@code /} and the subject
 * @param limit the limit as text, such as {@code 100/1h}
 * @param used what is used, in the limit's unit (kibibytes for bytes); for a block with the refused amounts
 * @param allowed the limit's amount in the same unit
 * @param at the time of the request
 * @param release when there is room again; the same as {@code at} for a limit that is only nearly reached and for a
 *     cost that never fits
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
        /** The limit is nearly reached. */
        NEAR,
        /**
         * The limit is reached and its action was taken: the first refusal, or the first message held, filtered or
         * observed.
         */
        REFUSED,
        /** The attempts exceed the limit by so much that the account becomes send-blocked. */
        SEND_BLOCKED
    }

    static LimitEvent of(SendAttempt attempt, LimitedCounter counter, LimitAlert alert) {
        Instant at = Instant.ofEpochSecond(attempt.cost().nowSeconds());
        int domain = attempt.account().lastIndexOf('@');
        return new LimitEvent(
                alert.kind(),
                attempt.account(),
                domain < 0 ? "" : attempt.account().substring(domain + 1),
                counter.scope(),
                alert.limit().toString(),
                alert.used(),
                alert.limit().amount(),
                at,
                alert.freeSeconds() == 0 ? at : Instant.ofEpochSecond(alert.freeSeconds()));
    }
}
