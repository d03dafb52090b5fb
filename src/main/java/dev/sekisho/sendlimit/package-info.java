// SPDX-License-Identifier: Apache-2.0
/**
 * Send limits: may this account send that much?
 *
 * <p>Postfix asks over the policy port. The key is the canonical account of {@code sasl_username}, the cost is
 * {@code recipient_count} at {@code END-OF-MESSAGE}, where the mail is counted. {@code RCPT} and {@code DATA} reserve,
 * {@code MAIL} looks, so that an exhausted sender does not upload first. Pools of domains, client networks, envelope
 * senders and policy contexts have counters of their own, which mail without login meets too.
 *
 * <p>Counters live in a JCache ({@link dev.sekisho.sendlimit.counter.CounterState} by account), are checked and counted
 * atomically by an entry processor and written behind to the database once a second. No database stands in the way of a
 * decision.
 *
 * <p>SECURITY: the login is authenticated by Postfix; everything else in a request is hostile and decides nothing but
 * the cost. Values are escaped in the log.
 *
 * <p>DIAGNOSTICS: one decision line an answer; SKS0301W when counters cannot be written, SKS0302I when they can again,
 * SKS0303W at start for an action that does not defer; SKS0305W when a limit blocks an account. Until the counters are
 * loaded, mail passes as {@code unavailable}.
 *
 * <p>BUGS: a crash loses what was counted since the last write (a second, two at most); a window slides in steps of a
 * thirtieth of its period, always on the strict side. A mail that a later restriction or milter refuses stays counted.
 *
 * <p>SEE ALSO: SMTPD_POLICY_README; docs/postfix.md; docs/operations.md.
 */
@NullMarked
package dev.sekisho.sendlimit;

import org.jspecify.annotations.NullMarked;
