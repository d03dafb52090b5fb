// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.cache;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.snapshot.MailboxRoute;
import java.io.Serializable;
import java.util.List;

/**
 * A recipient that was let through at {@code RCPT}.
 *
 * @param recipient the one name of all ways to write it, see {@link #canonical}
 * @param mailboxes where its mail ends, as far as hosts can be asked; empty: it always has room
 * @param declaredBytes the size that the client declared; 0 if none
 * @param judgedBytes the size that all its mailboxes were found to have room for; {@link #UNJUDGED} if no host said so
 */
@ThreadSafe
public record RememberedRecipient(
        String recipient, List<MailboxRoute.Mailbox> mailboxes, long declaredBytes, long judgedBytes)
        implements Serializable {
    public static final long UNJUDGED = -1;

    /**
     * The address of the one mailbox where the mail ends; else the recipient in lower case and without a dot at its
     * end, as Postfix resolves it.
     */
    public static String canonical(String recipient, List<MailboxRoute.Mailbox> mailboxes) {
        if (mailboxes.size() == 1) {
            return mailboxes.get(0).address();
        }
        return EnvelopeAddress.canonical(recipient);
    }

    /** Whether this is the same recipient: under the same name, or with the same mailboxes behind another one. */
    boolean isSame(String otherRecipient, List<MailboxRoute.Mailbox> otherMailboxes) {
        return recipient.equals(otherRecipient) || (!mailboxes.isEmpty() && mailboxes.equals(otherMailboxes));
    }

    /** Whether its mailboxes were found to have room for a message of this size. */
    public boolean hasRoomFor(long sizeBytes) {
        return !mailboxes.isEmpty() && sizeBytes <= judgedBytes;
    }

    /** Whether its mailboxes have to be asked about a message of this size. */
    public boolean isToBeAsked(long sizeBytes) {
        return !mailboxes.isEmpty() && sizeBytes > judgedBytes;
    }
}
