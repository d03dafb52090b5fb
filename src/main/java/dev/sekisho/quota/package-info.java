// SPDX-License-Identifier: Apache-2.0
/**
 * The quota proxy: does this message fit into its recipient's mailbox?
 *
 * <p>Postfix on the MX asks over the policy port at {@code RCPT}. Sekisho finds the mailbox and its mail host in the
 * directory in memory, asks that host's Dovecot {@code quota-status}, and passes on what it says: Dovecot's own service
 * does not know other hosts. A full mailbox is refused before the message is sent; all else lets it pass.
 *
 * <p>At {@code END-OF-MESSAGE} the real size is known, and each recipient that was let through is asked about again if
 * less had been declared: all full is refused, all fit passes, and for some of each the operator has a policy.
 *
 * <p>{@link dev.sekisho.quota.QuotaProxy} has the rules. {@link dev.sekisho.quota.client.QuotaStatusClient} asks
 * without blocking: each mail host has a few kept connections, a bounded line and a circuit breaker of its own, so one
 * that is slow or dead holds up nobody else's mail, and its own for the time limit at most.
 *
 * <p>What is remembered from one question to the next is in {@link dev.sekisho.quota.cache.BoundedCaches}, perhaps on
 * other nodes; if it cannot be used, mail passes as if nothing were remembered.
 * {@link dev.sekisho.quota.cache.MailboxUsages} reads limits and usages from doveadm, beside the mail's way.
 *
 * <p>SECURITY. Neither authentication nor TLS, as the protocol has none: mail hosts are reached over the inner network.
 * What they answer is bounded, read strictly, and cleaned before it goes to Postfix. Recipients come from outside, but
 * only addresses of the directory are asked about, and none with control characters.
 *
 * <p>DIAGNOSTICS. One decision line a question ({@code by=quota}). {@link dev.sekisho.quota.QuotaMessages} has the
 * lines about mail hosts, SKS0401 to SKS0415, to the logger {@code dev.sekisho.quota}: told when a host's breaker opens
 * and when it answers again, not per question. Every answer that let mail pass for want of a better one is
 * {@code unavailable} in the decision log and counted by cause in {@code sekisho_quota_host_questions_total}.
 *
 * <p>BUGS. How much is free only doveadm tells, to a KiB: verdicts of the last seconds count for their size and beyond.
 * Time limits are kept to about 50 ms. A mail host given by name passes its mail until its name is resolved for the
 * first time.
 *
 * <p>SEE ALSO. Dovecot's manual, "Quota Service"; SMTPD_POLICY_README; RFC 1870 6; docs/dovecot.md.
 */
@NullMarked
package dev.sekisho.quota;

import org.jspecify.annotations.NullMarked;
