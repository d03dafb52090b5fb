// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.notification;

import com.google.errorprone.annotations.Immutable;
import java.time.Instant;
import java.util.Locale;

/**
 * An event to notify about, once.
 *
 * @param kind the kind of event
 * @param account the account, or the subject of a block; empty for none
 * @param domain domain of the account; empty for none
 * @param scope the level of the limit ({@code account}, {@code domain}…), or the rule of a block
 * @param limit text of the limit, such as {@code 100/1h}
 * @param used amount used, in the limit's unit
 * @param allowed amount allowed
 * @param at time of the event
 * @param release end of the state; equal to {@code at} if unknown
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
    /** The kind of event. */
    public enum Kind {
        /** A limit is nearly reached. */
        NEAR,
        /** A limit is reached. */
        REFUSED,
        /** An account is send-blocked. */
        SEND_BLOCKED,
        /** Brute-force protection has blocked a client. */
        BLOCKED;

        /** The name in the webhook and in names of templates. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
