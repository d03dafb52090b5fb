// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.snapshot;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.UnknownRecipientReply;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the mailbox of a recipient is. */
@ThreadSafe
public sealed interface MailboxRoute {

    /** One mailbox, by its account's canonical address, on a host that can be asked about its quota. */
    record Mailbox(String address, QuotaHost host) implements MailboxRoute, Serializable {}

    /** One mailbox, on a host that has no quota-status service, or under move: it always has room. */
    record NoQuotaHost(String address) implements MailboxRoute {}

    /**
     * The domain is in the directory, and no account or alias is at the end.
     *
     * @param reply what the domain wants said about it; null: what the installation says
     */
    record UnknownRecipient(@Nullable UnknownRecipientReply reply) implements MailboxRoute {
        public UnknownRecipient() {
            this(null);
        }
    }

    /** The address is none of the directory's, or an alias of it leads elsewhere. */
    record NotOurs() implements MailboxRoute {}

    /** A forwarder's form of somebody else's address (SRS, BATV): whose mailbox it is, only the rewriter knows. */
    record SenderRewritten() implements MailboxRoute {}

    /** The aliases lead in a circle, or too far. */
    record AliasLoop() implements MailboxRoute {}

    /**
     * A list: several mailboxes here, or some here and some elsewhere.
     *
     * @param mailboxes those that can be asked about, each once, at least one
     * @param alwaysRoom whether one more is here that nobody can be asked about: the list is never full
     */
    record Many(List<Mailbox> mailboxes, boolean alwaysRoom) implements MailboxRoute {}
}
