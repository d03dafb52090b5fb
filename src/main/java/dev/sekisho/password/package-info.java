// SPDX-License-Identifier: Apache-2.0
/**
 * Dovecot's password schemes: parses, verifies and generates the {@code {SCHEME}data} entries of a passdb.
 *
 * <p>{@link dev.sekisho.password.StoredPassword} verifies logins, {@link dev.sekisho.password.PasswordScheme} lists the
 * schemes and generates entries, {@link dev.sekisho.password.Secret} carries a clear password,
 * {@link dev.sekisho.password.EncryptedSecret} encrypts one for the database. Each family of schemes has one class. The
 * package keeps no state, reads no files, starts no threads, and imports no other package of Sekisho.
 *
 * <p>SECURITY: Hashes are compared in constant time. The cost of a stored hash is bounded. A password above 1024 bytes,
 * an empty one and one with a NUL never match. Unknown users are checked against a
 * {@linkplain dev.sekisho.password.StoredPassword#dummy dummy} of equal cost. PLAIN and CRAM-MD5 entries suffice to log
 * in, so access to the table must be restricted.
 *
 * <p>DIAGNOSTICS: Logs nothing. {@link dev.sekisho.password.VerifyResult} has the reason why an entry cannot be used.
 *
 * <p>BUGS: OTP, which only Dovecot's own OTP login keeps up to date, and yescrypt with a ROM are not supported and
 * verify as {@code Unusable}. bcrypt uses 72 bytes of a password, DES-CRYPT 7 bits of 8 bytes. Each check of Argon2,
 * yescrypt or scrypt holds its memory cost, at most 256 MiB; the caller bounds the number of concurrent checks. The
 * most expensive entries permitted take about 4 s. Like Dovecot, the package does not apply SASLprep. Debian's
 * crypt(3), and so Dovecot, rejects passwords above 511 bytes, which are hashed here.
 *
 * <p>SEE ALSO: doveadm-pw(1), crypt(5), RFC 2195 (CRAM-MD5), RFC 1939 section 7 (APOP), RFC 5802 (SCRAM), RFC 9106
 * (Argon2), docs/dovecot.md.
 */
@NullMarked
package dev.sekisho.password;

import org.jspecify.annotations.NullMarked;
