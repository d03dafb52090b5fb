// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.cache;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.snapshot.MailboxRoute;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The recipients of one message so far.
 *
 * @param recipients each once, in their order, in whatever form the client wrote it
 * @param requests the number of accepted requests, with repetitions
 */
@ThreadSafe
public record RememberedMessage(List<RememberedRecipient> recipients, int requests) implements Serializable {
    public static final RememberedMessage NONE = new RememberedMessage(List.of(), 0);

    /** The most recipients of a message that are remembered: Postfix's default. */
    public static final int MAX_RECIPIENTS = 1000;

    /** With one more recipient; the same recipient replaces the earlier entry. */
    public RememberedMessage with(RememberedRecipient added) {
        List<RememberedRecipient> all = new ArrayList<>(recipients.size() + 1);
        for (RememberedRecipient each : recipients) {
            if (!each.isSame(added.recipient(), added.mailboxes())) {
                all.add(each);
            }
        }
        if (all.size() < MAX_RECIPIENTS) {
            all.add(added);
        }
        return new RememberedMessage(List.copyOf(all), requests + 1);
    }

    /** The entries of the same recipient: one or none. */
    public List<RememberedRecipient> like(String recipient, List<MailboxRoute.Mailbox> mailboxes) {
        return recipients.stream()
                .filter(each -> each.isSame(recipient, mailboxes))
                .toList();
    }

    /** The number of mailboxes of its lists; a list in several forms counts once. */
    public int listMailboxes() {
        return recipients.stream()
                .mapToInt(each -> each.mailboxes().size())
                .filter(size -> size > 1)
                .sum();
    }
}
