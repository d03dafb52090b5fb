// SPDX-License-Identifier: Apache-2.0
/**
 * The client of Dovecot's {@code quota-status} and of doveadm's HTTP API.
 *
 * <p>{@link dev.sekisho.quota.client.QuotaStatusClient} keeps a {@link dev.sekisho.quota.client.ConnectionPool} for
 * each mail host, with a circuit breaker; {@link dev.sekisho.quota.client.CoalescingQuotaClient} sends one request for
 * equal ones that wait.
 *
 * <p>SECURITY: answers are bounded and decoded strictly; a connection that answers nonsense is closed.
 *
 * <p>DIAGNOSTICS: the operator messages of {@code quota}.
 *
 * <p>BUGS: time limits are kept to about 50 ms.
 *
 * <p>SEE ALSO: Dovecot's manual, "Quota service" and "Doveadm HTTP API".
 */
@NullMarked
package dev.sekisho.quota.client;

import org.jspecify.annotations.NullMarked;
