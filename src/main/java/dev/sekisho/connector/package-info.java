// SPDX-License-Identifier: Apache-2.0
/**
 * The policy resource adapter: the sockets Postfix connects to, and the delivery of each request to a message-driven
 * bean.
 *
 * <p>An activation ({@link dev.sekisho.connector.PolicyActivationSpec}) listens on one port. A few selector loops, each
 * one long-running Work of the container, share its connections: a loop reads, decodes, calls its one message endpoint
 * and writes, all on its thread. A {@link dev.sekisho.policy.PolicyListener} that answers at once costs no change of
 * threads; one that answers later is waited for without a thread, and its connection is not read meanwhile. There is no
 * thread and no timer per connection: thousands of idle ones, one for each smtpd process, are normal.
 *
 * <p>SECURITY. No authentication and no TLS, as the protocol has none: listen on a loopback or inner address. Requests,
 * connections, times and the memory of the trouble log are bounded. Texts from outside are escaped and cut in the log.
 *
 * <p>DIAGNOSTICS. {@link dev.sekisho.connector.ConnectorMessages} lists each line that is logged, SKS0201 to SKS0229,
 * to the logger {@code dev.sekisho.connector}. In trouble a connection is closed without an answer, with one line for
 * each cause, peer address and minute. A port in use is retried for ever.
 * {@link dev.sekisho.connector.PolicyListenerMXBean} has the state and the counts.
 *
 * <p>BUGS. TCP only, no UNIX-domain sockets. Time limits are kept to about a tenth, or a second. Delivery is not
 * transacted.
 *
 * <p>SEE ALSO. Jakarta Connectors 2.1, chapters 10 (work), 12 and 13 (inflow); SMTPD_POLICY_README.
 */
@NullMarked
package dev.sekisho.connector;

import org.jspecify.annotations.NullMarked;
