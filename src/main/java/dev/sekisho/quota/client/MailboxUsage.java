// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.client;

import com.google.errorprone.annotations.Immutable;
import java.io.Serializable;

/**
 * How much a mailbox holds, and how much it may, as its mail host told.
 *
 * <p>Dovecot tells sizes in KiB, rounded up: {@link #limitBytes} and {@link #usedBytes} are multiples of 1024, each
 * less than 1024 too large.
 *
 * @param usedBytes what is in it
 * @param limitBytes what it may hold; {@link #UNLIMITED} if no limit
 * @param messages how many messages are in it
 * @param messageLimit how many it may hold; {@link #UNLIMITED} if no limit
 * @param source the mail host that told, and how: {@code doveadm mail-a}
 * @param atMillis when, in milliseconds since 1970
 */
@Immutable
public record MailboxUsage(
        long usedBytes, long limitBytes, long messages, long messageLimit, String source, long atMillis)
        implements Serializable {
    public static final long UNLIMITED = -1;

    /** The unit of Dovecot's figures, so how exact the sizes are. */
    static final long UNIT_BYTES = 1024;

    /** What is left of the limit at least; negative if it is exceeded. */
    public long freeBytesAtLeast() {
        return limitBytes - usedBytes - UNIT_BYTES + 1;
    }

    /** What is left of the limit at most; negative if it is exceeded. */
    public long freeBytesAtMost() {
        return limitBytes - usedBytes + UNIT_BYTES - 1;
    }
}
