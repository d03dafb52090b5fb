// SPDX-License-Identifier: Apache-2.0
/**
 * The quota proxy: does this message fit into its recipient's mailbox?
 *
 * <p>Postfix on the MX sends requests to the policy listener at {@code RCPT}. Sekisho finds the mailbox and its mail
 * host in the directory in memory, requests that host's Dovecot {@code quota-status}, and passes on its answer:
 * Dovecot's own service does not know other hosts. A full mailbox is rejected before the message is sent; everything
 * else passes.
 *
 * <p>At {@code END-OF-MESSAGE} the real size is known. Each accepted recipient with a smaller declared size is
 * requested again: if all are full the message is rejected, if all fit it passes, and for a mixture the operator has a
 * policy.
 *
 * <p>{@link dev.sekisho.quota.QuotaProxy} has the rules. {@link dev.sekisho.quota.client.QuotaStatusClient} sends
 * requests without blocking: each mail host has a few kept connections, a bounded queue and a circuit breaker, so a
 * slow or dead host delays no mail of others, and its own for the time limit at most.
 *
 * <p>{@link dev.sekisho.quota.cache.BoundedCaches} keep what later requests need, perhaps on other nodes; if they do
 * not answer, mail is decided without them. {@link dev.sekisho.quota.cache.MailboxUsages} reads limits and usages from
 * doveadm in the background.
 *
 * <p>SECURITY. Neither authentication nor TLS, as the protocol has none: mail hosts are reached over the internal
 * network. Their answers are bounded, read strictly, and cleaned before they go to Postfix. Recipients come from
 * outside, but requests contain only addresses of the directory, without control characters.
 *
 * <p>DIAGNOSTICS. One decision line for each request ({@code by=quota}). {@link dev.sekisho.quota.QuotaMessages} has
 * the messages about mail hosts, SKS0401 to SKS0415, in the logger {@code dev.sekisho.quota}: when a host's breaker
 * opens and when it answers again, not for each request. Mail that passes because there is no answer is
 * {@code unavailable} in the decision log, and counted by cause in {@code sekisho_quota_host_requests_total}.
 *
 * <p>BUGS. Only doveadm knows the free space, to a KiB: a recent verdict counts for its size and beyond. Time limits
 * are exact to about 50 ms. Mail for a mail host given by name passes until the name is resolved for the first time.
 *
 * <p>SEE ALSO. Dovecot's manual, "Quota Service"; SMTPD_POLICY_README; RFC 1870 6; docs/dovecot.md.
 */
@NullMarked
package dev.sekisho.quota;

import org.jspecify.annotations.NullMarked;
