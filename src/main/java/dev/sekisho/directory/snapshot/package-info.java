// SPDX-License-Identifier: Apache-2.0
/**
 * The directory in memory: what send limits and quota read, without the database on the way.
 *
 * <p>{@link dev.sekisho.directory.snapshot.SnapshotReader} reads all rows when a change mark moves, and one row after a
 * change through the API. {@link dev.sekisho.directory.snapshot.DirectoryCache} answers from the last snapshot.
 *
 * <p>SECURITY: a row that cannot be read is skipped and logged once; it never stops the others.
 *
 * <p>DIAGNOSTICS: SKS0101W to SKS0103I, SKS0130W to SKS0132W.
 *
 * <p>BUGS: after a change by SQL the whole directory is read again.
 *
 * <p>SEE ALSO: docs/adr/0004-directory-snapshot-and-change-marks.md.
 */
@NullMarked
package dev.sekisho.directory.snapshot;

import org.jspecify.annotations.NullMarked;
