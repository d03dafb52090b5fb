// SPDX-License-Identifier: Apache-2.0
/**
 * Writing behind: what all background writers have in common.
 *
 * <p>A background writer takes rows from memory and writes them to the database later.
 * {@link dev.sekisho.writebehind.RowWriter} sets a row aside that the database refuses because of its content, so that
 * it never stops the others. {@link dev.sekisho.writebehind.WriterProgress} shows whether a writer gets on.
 * {@link dev.sekisho.writebehind.StoredKey} is the one bound of keys that come from outside.
 *
 * <p>SECURITY: a key from outside is at most as long as its column and has only characters that the database stores.
 * Without that one forged login would end the writing of all others.
 *
 * <p>DIAGNOSTICS: SKS1001W for the first row of a kind that is set aside; the number is a metric and stands in the
 * status.
 *
 * <p>BUGS: what was set aside is lost at the next stop.
 *
 * <p>SEE ALSO: docs/operations.md, docs/monitoring.md.
 */
@NullMarked
package dev.sekisho.writebehind;

import org.jspecify.annotations.NullMarked;
