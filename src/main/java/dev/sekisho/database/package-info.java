// SPDX-License-Identifier: Apache-2.0
/**
 * Time limits for the database, and the detection of its failures.
 *
 * <p>Logins read through {@link dev.sekisho.database.LimitedReads}: on its own threads, within three seconds in total.
 * Those that wait share statements, {@link dev.sekisho.database.BatchedReads}. While the database does not answer, one
 * login at a time probes it, and all others get their fallback at once. All other statements are bounded by the
 * timeouts that the server sets on each connection (sekisho/sekisho.xml). {@link dev.sekisho.database.LongWork} raises
 * these timeouts for work that takes minutes: migrations, imports, and reading the whole directory or all counters.
 * {@link dev.sekisho.database.Outage} decides when the beginning and the end of an outage are logged.
 *
 * <p>SECURITY: An unavailable database never makes a password wrong, and is not counted as a failed login.
 *
 * <p>DIAGNOSTICS: Logs nothing; the components log each change of state with their own codes.
 *
 * <p>BUGS: A thread that waits in the driver cannot be interrupted. It stays busy until the driver's own timeout
 * ({@code sekisho.database.socket-seconds}); the number of such threads is bounded.
 *
 * <p>SEE ALSO: docs/configuration.md, docs/operations.md "When the database is away"; pgJDBC, "Connection parameters";
 * PostgreSQL, "Client Connection Defaults".
 */
@NullMarked
package dev.sekisho.database;

import org.jspecify.annotations.NullMarked;
