// SPDX-License-Identifier: Apache-2.0
/**
 * The directory in memory, which send limits and quota use instead of the database.
 *
 * <p>{@link dev.sekisho.directory.snapshot.SnapshotReader} reads all rows at the start, and later the rows that a
 * {@link dev.sekisho.directory.snapshot.ChangeSource} names. {@link dev.sekisho.directory.snapshot.DirectoryCheck}
 * compares all of them once a day. {@link dev.sekisho.directory.snapshot.DirectoryCache} answers queries from the last
 * snapshot. {@link dev.sekisho.directory.snapshot.MailboxRoute} is the result for a recipient.
 *
 * <p>SECURITY: an invalid row is ignored and logged once; it never prevents reading the others.
 *
 * <p>DIAGNOSTICS: SKS0101W to SKS0103I, SKS0130W to SKS0135W.
 *
 * <p>BUGS: a change of a mail host's quota-status reads all its accounts. On H2 a change by another program, at the
 * moment of a change through the API, waits for the daily check.
 *
 * <p>SEE ALSO: docs/adr/0004-directory-snapshot-and-change-marks.md.
 */
@NullMarked
package dev.sekisho.directory.snapshot;

import org.jspecify.annotations.NullMarked;
