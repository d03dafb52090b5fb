// SPDX-License-Identifier: Apache-2.0
/**
 * The directory: domains, accounts, aliases, mail hosts and send limits, from the tables of {@code db/migration}.
 *
 * <p>Each login queries the database ({@link dev.sekisho.directory.login.LoginReader}), once. Send limits and quota use
 * the copy in memory ({@link dev.sekisho.directory.snapshot.DirectoryCache}), which follows all changes within a
 * second, including plain SQL. The API and the console write through {@link dev.sekisho.directory.DirectoryRepository}.
 * Addresses have one form, {@link dev.sekisho.directory.Address}; limits are {@link dev.sekisho.limit.SendLimits}.
 *
 * <p>SECURITY: only {@link dev.sekisho.directory.login.LoginAccount} and
 * {@link dev.sekisho.directory.login.AccountSecrets} return stored passwords, in a type whose text form hides them.
 * Every query has bound parameters; names and lengths are bounded.
 *
 * <p>DIAGNOSTICS: {@link dev.sekisho.directory.DirectoryMessages}, SKS0101W to SKS0103I and SKS0130W to SKS0132W, to
 * the logger {@code dev.sekisho.directory}. While the database is down, the last copy stays in use; the start and the
 * end of the outage are logged once each. A limit that cannot be read is logged once and counts as inherited.
 *
 * <p>BUGS: the copy is always read as a whole after a change by plain SQL: about a second of one core for 100,000
 * accounts. The Unicode and {@code xn--} forms of a domain are different domains.
 *
 * <p>SEE ALSO: virtual(5) for aliases; postconf(5), {@code recipient_delimiter} and time units; Jakarta Persistence
 * 3.1.
 */
@NullMarked
package dev.sekisho.directory;

import org.jspecify.annotations.NullMarked;
