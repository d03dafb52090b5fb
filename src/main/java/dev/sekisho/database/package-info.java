// SPDX-License-Identifier: Apache-2.0
/**
 * How long the database is waited for, and what counts as its trouble.
 *
 * <p>A login asks through {@link dev.sekisho.database.LimitedReads}: on threads of its own, for three seconds in total.
 * While the database does not answer one login at a time asks it, and all others get their answer at once. Each other
 * statement ends by the limits that the server sets on each connection (sekisho/sekisho.xml).
 * {@link dev.sekisho.database.LongWork} lifts these limits for what may take minutes: migrations, imports, and reading
 * the whole directory or all counters. {@link dev.sekisho.database.Outage} decides when "lost" and "back" are logged.
 *
 * <p>SECURITY: a database that does not answer never makes a password wrong, and counts no failure.
 *
 * <p>DIAGNOSTICS: none of its own; the components log each change of state by their own codes.
 *
 * <p>BUGS: a thread that waits in the driver cannot be ended. It is given up and stays busy until the driver's own
 * limit ({@code sekisho.database.socket-seconds}); the number of such threads is bounded.
 *
 * <p>SEE ALSO: docs/configuration.md, docs/operations.md "When the database is away"; pgJDBC, "Connection parameters";
 * PostgreSQL, "Client Connection Defaults".
 */
@NullMarked
package dev.sekisho.database;

import org.jspecify.annotations.NullMarked;
