// SPDX-License-Identifier: Apache-2.0
/**
 * The directory in memory, which send limits and quota use instead of the database.
 *
 * <p>{@link dev.sekisho.directory.snapshot.SnapshotReader} reads all rows when a
 * {@link dev.sekisho.directory.snapshot.ChangeMark} changes, and single rows after a change through the API.
 * {@link dev.sekisho.directory.snapshot.DirectoryCache} answers queries from the last snapshot.
 * {@link dev.sekisho.directory.snapshot.MailboxRoute} is the result for a recipient.
 *
 * <p>SECURITY: an invalid row is ignored and logged once; it never prevents reading the others.
 *
 * <p>DIAGNOSTICS: SKS0101W to SKS0103I, SKS0130W to SKS0132W.
 *
 * <p>BUGS: after a change by plain SQL the whole directory is read again.
 *
 * <p>SEE ALSO: docs/adr/0004-directory-snapshot-and-change-marks.md.
 */
@NullMarked
package dev.sekisho.directory.snapshot;

import org.jspecify.annotations.NullMarked;
