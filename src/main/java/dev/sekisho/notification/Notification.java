// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.notification;

import com.google.errorprone.annotations.Immutable;
import java.time.Instant;
import java.util.Locale;

/**
 * Something that people should hear of, once.
 *
 * @param kind what happened
 * @param account who it is about: an account, or the subject of a block; empty for nobody
 * @param domain the account's; empty for none
 * @param scope whose limit it is ({@code account}, {@code domain}…), or the rule of a block
 * @param limit the limit's text, such as {@code 100/1h}
 * @param used how much is used, in the limit's unit
 * @param allowed how much is allowed
 * @param at when
 * @param release when it is over; the same as {@code at} if that is not known
 */
@Immutable
public record Notification(
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
        /** A limit is nearly spent. */
        NEAR,
        /** A limit is spent. */
        REFUSED,
        /** An account is send-blocked. */
        SEND_BLOCKED,
        /** A rule against attackers has blocked somebody. */
        BLOCKED;

        /** The word of the webhook. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
