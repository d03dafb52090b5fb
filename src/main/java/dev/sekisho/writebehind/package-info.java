// SPDX-License-Identifier: Apache-2.0
/**
 * Common parts of the background writers, which write rows from memory to the database later (write-behind).
 *
 * <p>{@link dev.sekisho.writebehind.RowWriter} sets aside a row that the database rejects because of its content, so
 * that it does not block the others. {@link dev.sekisho.writebehind.WriterProgress} shows whether a writer makes
 * progress. {@link dev.sekisho.writebehind.StoredKey} bounds all keys that come from outside.
 *
 * <p>SECURITY: A key from outside is at most as long as its column and has only characters that the database can store.
 * Otherwise one forged login would stop the writing of all others.
 *
 * <p>DIAGNOSTICS: SKS1001W for the first row set aside for each SQLSTATE; metrics and the status have the number.
 *
 * <p>BUGS: Rows set aside are lost at the next stop.
 *
 * <p>SEE ALSO: docs/operations.md, docs/monitoring.md.
 */
@NullMarked
package dev.sekisho.writebehind;

import org.jspecify.annotations.NullMarked;
