// SPDX-License-Identifier: Apache-2.0
/**
 * The directory: domains, accounts, aliases, mail hosts and send limits, from the tables of {@code db/migration}.
 *
 * <p>Login asks the database at each login ({@link dev.sekisho.directory.login.LoginAccountRepository}): one query.
 * Send limits and quota ask the copy in memory ({@link dev.sekisho.directory.snapshot.DirectoryCache}), which follows
 * changes by whatever means, plain SQL included, within a second. The admin API writes through
 * {@link dev.sekisho.directory.DirectoryRepository}. Addresses have one form, {@link dev.sekisho.directory.Address};
 * limits are {@link dev.sekisho.limit.SendLimits}.
 *
 * <p>SECURITY. Stored passwords leave only by {@link dev.sekisho.directory.login.LoginAccount}, as a type that does not
 * show itself. Every query is parameterised; names and lengths are bounded.
 *
 * <p>DIAGNOSTICS. {@link dev.sekisho.directory.DirectoryMessages} lists each line that is logged, SKS0101 to SKS0119,
 * to the logger {@code dev.sekisho.directory}. Without a database the last copy goes on serving, and one line tells
 * when it is lost and when it is back. A limit that cannot be read is reported once and taken as inherited. A mail host
 * name that cannot be resolved keeps its last address.
 *
 * <p>BUGS. The copy is read anew as a whole: about a second of one core for 100,000 accounts. Domains in Unicode and in
 * {@code xn--} form are two domains.
 *
 * <p>SEE ALSO: virtual(5) for aliases; postconf(5), {@code recipient_delimiter} and time units; Jakarta Persistence
 * 3.1.
 */
@NullMarked
package dev.sekisho.directory;

import org.jspecify.annotations.NullMarked;
