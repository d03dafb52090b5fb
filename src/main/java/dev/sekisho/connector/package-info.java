// SPDX-License-Identifier: Apache-2.0
/**
 * The policy resource adapter: accepts the connections of Postfix and delivers each request to a message-driven bean.
 *
 * <p>An activation ({@link dev.sekisho.connector.PolicyActivationSpec}) listens on one port. A few selector loops, each
 * a long-running Work of the container, share its connections. A loop reads, decodes, calls its message endpoint and
 * writes, all on its thread. If a {@link dev.sekisho.policy.PolicyListener} returns a completed result, no change of
 * threads is necessary; if the result completes later, no thread waits for it, and its connection is not read
 * meanwhile. There is no thread and no timer for a connection, because thousands of idle ones, one for each smtpd
 * process, are normal.
 *
 * <p>SECURITY: The protocol has neither authentication nor TLS, so listen on a loopback or private address. Request
 * sizes, connections, times and the memory of the log are bounded. Text from outside is escaped and truncated in the
 * log.
 *
 * <p>DIAGNOSTICS: {@link dev.sekisho.connector.ConnectorMessages} has the messages SKS0201 to SKS0229, logged to
 * {@code dev.sekisho.connector}. On an error the adapter closes the connection without a reply and logs one line a
 * minute for each reason and peer address. It retries forever to bind a port in use.
 * {@link dev.sekisho.connector.PolicyListenerMXBean} has state and counters.
 *
 * <p>BUGS: TCP only, no UNIX-domain sockets. Timeouts are accurate to a tenth of their value or a second. Delivery is
 * not transacted.
 *
 * <p>SEE ALSO: Jakarta Connectors 2.1, chapters 10 (work), 12 and 13 (inflow); SMTPD_POLICY_README.
 */
@NullMarked
package dev.sekisho.connector;

import org.jspecify.annotations.NullMarked;
