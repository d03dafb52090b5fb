// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.account;

/**
 * Where the mailbox of a recipient is.
 *
 * <p>Immutable and safe for use by many threads.
 */
public sealed interface MailboxRoute {

    /** One mailbox, by its account's canonical address, on a host that can be asked about its quota. */
    record Mailbox(String address, QuotaHost host) implements MailboxRoute {}

    /** One mailbox, on a host that has no quota-status service, or under move: it always has room. */
    record NoQuotaHost(String address) implements MailboxRoute {}

    /** The domain is in the directory, but no mailbox is at the end: no such account or alias, or an alias loop. */
    record UnknownRecipient() implements MailboxRoute {}

    /** The address is none of the directory's, or an alias of it leads elsewhere. */
    record NotOurs() implements MailboxRoute {}

    /** An alias with several targets: there is no one mailbox to ask about. */
    record Many() implements MailboxRoute {}
}
