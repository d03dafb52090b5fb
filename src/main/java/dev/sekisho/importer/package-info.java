// SPDX-License-Identifier: Apache-2.0
/**
 * Readers of other systems' databases and files. They only read. The result is {@link dev.sekisho.importer.ImportData}
 * in the terms of Sekisho, which {@code sekishoctl import --from} sends to Sekisho.
 *
 * <p>One reader for each system: {@link dev.sekisho.importer.PostfixAdmin}, {@link dev.sekisho.importer.IredMail},
 * {@link dev.sekisho.importer.IredApd} and {@link dev.sekisho.importer.PolicyD} read a database,
 * {@link dev.sekisho.importer.PasswdFile}, {@link dev.sekisho.importer.VirtualMap} and
 * {@link dev.sekisho.importer.PolicydRateLimit} a file, always by {@link dev.sekisho.importer.TextFile}. What Sekisho
 * cannot represent, or what cannot be read, is reported with its place and a reason. A restriction that Sekisho does
 * not have becomes a stricter one, so an imported account never permits more than before.
 *
 * <p>SECURITY: a database is read in one read-only transaction. Rows and lines are untrusted: addresses are parsed, and
 * reports are truncated and contain no control characters. No message contains a password; passwords in clear text are
 * counted.
 *
 * <p>DIAGNOSTICS: {@link java.sql.SQLException} if a database cannot be read, {@link java.io.IOException} if a file
 * cannot be read.
 *
 * <p>BUGS: PostfixAdmin's table prefix is not supported. MySQL is not tested.
 *
 * <p>SEE ALSO: docs/migrating.md; virtual(5), Dovecot's passwd-file, the table definitions of each system.
 */
@NullMarked
package dev.sekisho.importer;

import org.jspecify.annotations.NullMarked;
