// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.cache;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.snapshot.MailboxRoute;
import java.io.Serializable;
import java.util.List;

/**
 * An accepted recipient.
 *
 * @param recipient the name of all its forms, see {@link #canonical}
 * @param mailboxes its mailboxes on hosts with quota-status; empty if it always has room
 * @param declaredBytes the size that the client declared; 0 for none
 * @param judgedBytes the size for which all its mailboxes had room; {@link #UNJUDGED} if no host answered
 */
@ThreadSafe
public record RememberedRecipient(
        String recipient, List<MailboxRoute.Mailbox> mailboxes, long declaredBytes, long judgedBytes)
        implements Serializable {
    public static final long UNJUDGED = -1;

    /**
     * The address of the single mailbox; else the recipient in lower case without a dot at its end, as Postfix resolves
     * it.
     */
    public static String canonical(String recipient, List<MailboxRoute.Mailbox> mailboxes) {
        if (mailboxes.size() == 1) {
            return mailboxes.get(0).address();
        }
        return EnvelopeAddress.canonical(recipient);
    }

    /** Whether this is the same recipient: the same name, or the same mailboxes. */
    boolean isSame(String otherRecipient, List<MailboxRoute.Mailbox> otherMailboxes) {
        return recipient.equals(otherRecipient) || (!mailboxes.isEmpty() && mailboxes.equals(otherMailboxes));
    }

    /** Whether its mailboxes had room for a message of this size. */
    public boolean hasRoomFor(long sizeBytes) {
        return !mailboxes.isEmpty() && sizeBytes <= judgedBytes;
    }

    /** Whether a message of this size needs requests about its mailboxes. */
    public boolean needsRequest(long sizeBytes) {
        return !mailboxes.isEmpty() && sizeBytes > judgedBytes;
    }
}
