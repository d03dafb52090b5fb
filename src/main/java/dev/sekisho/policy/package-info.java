// SPDX-License-Identifier: Apache-2.0
/**
 * The SMTP access policy delegation protocol of Postfix: what is asked, what is answered, and how both look on the
 * wire.
 *
 * <p>A {@link dev.sekisho.policy.PolicyRequest} comes out of {@link dev.sekisho.policy.PolicyDecoder}, a
 * {@link dev.sekisho.policy.PolicyListener} makes a {@link dev.sekisho.policy.PolicyAction} of it. The package knows no
 * sockets, no threads and no container: {@code connector} has those, {@code sendlimit} and {@code quota} have the
 * listeners.
 *
 * <p>SECURITY. Most values of a request are chosen by whoever sends the mail, and may hold control characters; they are
 * bounded in length ({@link dev.sekisho.policy.PolicyLimits}) and must be escaped where they are logged. No value that
 * Postfix lets pass ends a connection: with {@code default_action=DUNNO} that would be a way around every limit.
 *
 * <p>DIAGNOSTICS. Logs nothing. A peer that breaks the protocol causes
 * {@link dev.sekisho.policy.PolicyProtocolException}, whose message is safe to log.
 *
 * <p>BUGS. Attributes that no component uses are not kept (TLS, helo name, server address).
 *
 * <p>SEE ALSO. <a href="https://www.postfix.org/SMTPD_POLICY_README.html">SMTPD_POLICY_README</a>, access(5).
 */
@NullMarked
package dev.sekisho.policy;

import org.jspecify.annotations.NullMarked;
