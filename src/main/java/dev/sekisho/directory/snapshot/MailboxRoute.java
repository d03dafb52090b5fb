// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.snapshot;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.UnknownRecipientReply;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The mailbox of a recipient, and its mail host. */
@ThreadSafe
public sealed interface MailboxRoute {

    /** One mailbox, by the canonical address of its account, on a host with quota-status. */
    record Mailbox(String address, QuotaHost host) implements MailboxRoute, Serializable {}

    /** One mailbox on a host without quota-status, or one that is being moved; it is never full. */
    record NoQuotaHost(String address) implements MailboxRoute {}

    /**
     * An address in a domain of the directory without an account or alias.
     *
     * @param reply the reply that the domain configures; null: that of the settings
     */
    record UnknownRecipient(@Nullable UnknownRecipientReply reply) implements MailboxRoute {
        public UnknownRecipient() {
            this(null);
        }
    }

    /** An address that is not in the directory, or an alias whose target is elsewhere. */
    record NotOurs() implements MailboxRoute {}

    /** An address that a forwarder has rewritten (SRS, BATV); only the rewriter knows the mailbox. */
    record SenderRewritten() implements MailboxRoute {}

    /** A loop of aliases, or a chain that is too long. */
    record AliasLoop() implements MailboxRoute {}

    /**
     * A list with several mailboxes, possibly also elsewhere.
     *
     * @param mailboxes mailboxes on hosts with quota-status, each once, at least one
     * @param alwaysRoom whether the list contains a mailbox without quota-status, so that it is never full
     */
    record Many(List<Mailbox> mailboxes, boolean alwaysRoom) implements MailboxRoute {}
}
