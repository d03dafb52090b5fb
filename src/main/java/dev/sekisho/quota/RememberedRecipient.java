// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

import dev.sekisho.account.MailboxRoute;
import java.io.Serializable;
import java.util.List;

/**
 * A recipient that was let through at {@code RCPT}.
 *
 * @param recipient the address as the client wrote it
 * @param mailboxes where its mail ends, as far as hosts can be asked; empty: it always has room
 * @param declaredBytes the size that the client declared; 0 if none
 * @param judgedBytes the size that all its mailboxes were found to have room for; {@link #UNJUDGED} if no host said so
 *     <p>Immutable and safe for use by many threads.
 */
record RememberedRecipient(String recipient, List<MailboxRoute.Mailbox> mailboxes, long declaredBytes, long judgedBytes)
        implements Serializable {
    static final long UNJUDGED = -1;

    /** Whether its mailboxes have to be asked about a message of this size. */
    boolean isToBeAsked(long sizeBytes) {
        return !mailboxes.isEmpty() && sizeBytes > judgedBytes;
    }
}
