// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.client;

import com.google.errorprone.annotations.Immutable;
import java.io.Serializable;

/**
 * Limit and usage of a mailbox, from its mail host.
 *
 * <p>Dovecot reports sizes in KiB, rounded up: {@link #limitBytes} and {@link #usedBytes} are multiples of 1024, each
 * less than 1024 too large.
 *
 * @param usedBytes the used size
 * @param limitBytes the limit; {@link #UNLIMITED} for none
 * @param messages the number of messages
 * @param messageLimit the limit of messages; {@link #UNLIMITED} for none
 * @param source the mail host and the way: {@code doveadm mail-a}
 * @param atMillis the time in milliseconds since 1970
 */
@Immutable
public record MailboxUsage(
        long usedBytes, long limitBytes, long messages, long messageLimit, String source, long atMillis)
        implements Serializable {
    public static final long UNLIMITED = -1;

    /** The unit of Dovecot's figures, and so their precision. */
    static final long UNIT_BYTES = 1024;

    /** The least free size; negative if the limit is exceeded. */
    public long freeBytesAtLeast() {
        return limitBytes - usedBytes - UNIT_BYTES + 1;
    }

    /** The largest free size; negative if the limit is exceeded. */
    public long freeBytesAtMost() {
        return limitBytes - usedBytes + UNIT_BYTES - 1;
    }
}
