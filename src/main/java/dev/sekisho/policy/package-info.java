// SPDX-License-Identifier: Apache-2.0
/**
 * The SMTP access policy delegation protocol of Postfix: requests, replies, and their encoding.
 *
 * <p>{@link dev.sekisho.policy.PolicyDecoder} decodes a {@link dev.sekisho.policy.PolicyRequest}, and a
 * {@link dev.sekisho.policy.PolicyListener} returns a {@link dev.sekisho.policy.PolicyAction} for it. The package uses
 * no sockets, threads or container; {@code connector} provides those, {@code sendlimit} and {@code quota} implement the
 * listeners.
 *
 * <p>SECURITY: The sender of a mail chooses most values of a request, which may have control characters. Their length
 * is bounded ({@link dev.sekisho.policy.PolicyLimits}); log code must escape them. No value that Postfix permits closes
 * the connection: with {@code default_action=DUNNO} that would bypass every limit.
 *
 * <p>DIAGNOSTICS: Logs nothing. A peer that violates the protocol causes
 * {@link dev.sekisho.policy.PolicyProtocolException}, whose message is safe to log.
 *
 * <p>BUGS: Attributes that no component uses are dropped (TLS, HELO name, server address).
 *
 * <p>SEE ALSO: <a href="https://www.postfix.org/SMTPD_POLICY_README.html">SMTPD_POLICY_README</a>, access(5).
 */
@NullMarked
package dev.sekisho.policy;

import org.jspecify.annotations.NullMarked;
