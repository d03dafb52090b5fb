// SPDX-License-Identifier: Apache-2.0
/**
 * Send limits: how much may this account send?
 *
 * <p>Postfix sends requests to the policy listener. The key is the canonical account of {@code sasl_username}; the cost
 * has an amount for each unit, of recipients {@code recipient_count} at {@code END-OF-MESSAGE}, where the mail is
 * counted. {@code RCPT} and {@code DATA} reserve and {@code MAIL} checks, so that an account without room is refused
 * before it uploads. Pools of domains, client networks, envelope senders and policy contexts have their own counters,
 * which also apply to mail without login.
 *
 * <p>{@link dev.sekisho.sendlimit.RequestClassifier} decides what happens to a request,
 * {@link dev.sekisho.sendlimit.counter.SendCounters} counts, {@link dev.sekisho.sendlimit.SendLimitPolicy} records and
 * answers, and {@link dev.sekisho.sendlimit.activity.SenderActivity} notes who sends. Counters are in a JCache; an
 * entry processor checks and counts in one atomic step. Changes are appended to a journal in the database once a
 * second; no decision waits for the database.
 *
 * <p>SECURITY: Postfix has authenticated the login. Everything else in a request is untrusted and decides only the
 * cost. Values are escaped in the log.
 *
 * <p>DIAGNOSTICS: one decision line for each answer; SKS0301W when counters cannot be written, SKS0302I when they can
 * again, SKS0303W at start for an action that does not defer, SKS0305W when a limit send-blocks an account. Until the
 * counters are restored, mail passes as {@code unavailable}.
 *
 * <p>BUGS: a crash loses the counts since the last write (one or two seconds); a window slides in steps of a thirtieth
 * of its period, always on the strict side. Mail that a later restriction or milter refuses stays counted.
 *
 * <p>SEE ALSO: SMTPD_POLICY_README; docs/postfix.md; docs/operations.md.
 */
@NullMarked
package dev.sekisho.sendlimit;

import org.jspecify.annotations.NullMarked;
