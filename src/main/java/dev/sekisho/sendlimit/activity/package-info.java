// SPDX-License-Identifier: Apache-2.0
/**
 * Who sends: accepted and refused mail of each account in the last ten minutes, hour and day, with its clients and the
 * number of its recipient domains.
 *
 * <p>{@link dev.sekisho.sendlimit.SendLimitPolicy} notes each decision in
 * {@link dev.sekisho.sendlimit.activity.SenderActivity}, in memory, at a constant cost: a look-up, and a scan of at
 * most {@value dev.sekisho.sendlimit.activity.TrackedSender#CLIENTS} addresses and
 * {@value dev.sekisho.sendlimit.activity.TrackedSender#DOMAINS} domains of the one account, under its own lock. No
 * decision waits for another account, the network or the database. In a cluster
 * {@link dev.sekisho.sendlimit.activity.ActivityExchange} gives the other nodes a report of the busiest accounts every
 * few seconds, so a list of senders is the sum of all nodes and crosses no network.
 *
 * <p>SECURITY: logins, clients and recipients are untrusted. All sizes are bounded, and of recipients only a
 * fingerprint of the domain is kept.
 *
 * <p>DIAGNOSTICS: SKS0311W when the other nodes cannot be reached, SKS0312I when they can again.
 *
 * <p>BUGS: a restart of a single node loses the figures; in a cluster the other nodes keep its last report. Of more
 * than {@value dev.sekisho.sendlimit.activity.SenderActivity#TRACKED} senders those with the least activity are
 * forgotten, so their figures may be too low, and those of a new one begin late. A period ends at the present and
 * begins up to one step early: a minute, five minutes or half an hour. Recipient domains are known only from requests
 * with a recipient: at {@code RCPT}, or for mail with a single recipient.
 *
 * <p>SEE ALSO: SMTPD_POLICY_README; docs/use/console.md.
 */
@NullMarked
package dev.sekisho.sendlimit.activity;

import org.jspecify.annotations.NullMarked;
