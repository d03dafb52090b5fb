// SPDX-License-Identifier: Apache-2.0
/**
 * Where a directory comes from: readers of other systems' databases and files. They only read, and what they find
 * becomes a {@link dev.sekisho.importer.ImportData} in Sekisho's own words; {@code sekishoctl import --from} carries it
 * to Sekisho.
 *
 * <p>A reader a system: {@link dev.sekisho.importer.PostfixAdmin}, {@link dev.sekisho.importer.IredMail},
 * {@link dev.sekisho.importer.IredApd}, {@link dev.sekisho.importer.PolicyD} take a database,
 * {@link dev.sekisho.importer.PasswdFile}, {@link dev.sekisho.importer.VirtualMap},
 * {@link dev.sekisho.importer.PolicydRateLimit} a file. What Sekisho has no word for, or what cannot be read, is told
 * with its place and a reason: nothing is left out in silence. A restriction that Sekisho has no word for becomes a
 * stricter one: never a more open account. Files are opened by {@link dev.sekisho.importer.TextFile} alone, whatever
 * their encoding.
 *
 * <p>SECURITY. A database is asked in one read-only transaction. Rows and lines are somebody else's text: addresses are
 * parsed, what is told is cut and bare of control characters. Passwords are in no message; those in the clear are
 * counted.
 *
 * <p>DIAGNOSTICS. {@link java.sql.SQLException} where a database cannot be read, {@link java.io.IOException} where a
 * file cannot.
 *
 * <p>BUGS. PostfixAdmin's table prefix is not known. MySQL has not been tried.
 *
 * <p>SEE ALSO: docs/migrating.md; virtual(5), Dovecot's passwd-file, the table definitions of each system.
 */
@NullMarked
package dev.sekisho.importer;

import org.jspecify.annotations.NullMarked;
