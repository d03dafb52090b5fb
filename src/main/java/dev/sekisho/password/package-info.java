// SPDX-License-Identifier: Apache-2.0
/**
 * Dovecot's password schemes: parse, verify and generate what a passdb stores as {@code {SCHEME}data}.
 *
 * <p>{@link dev.sekisho.password.StoredPassword} checks a login, {@link dev.sekisho.password.PasswordScheme} names the
 * schemes and makes new entries, {@link dev.sekisho.password.Secret} carries a clear password. Nothing here keeps
 * state, reads a file or starts a thread, and nothing of Sekisho is imported. Each family of schemes has one class.
 *
 * <p>SECURITY: hashes are compared in constant time. Costs found in stored hashes are bounded. A password of more than
 * 1024 bytes, an empty one and one with a NUL match nothing. Unknown users are checked against a
 * {@linkplain dev.sekisho.password.StoredPassword#dummy dummy} of equal cost. PLAIN and CRAM-MD5 entries are enough to
 * log in with: guard the table.
 *
 * <p>DIAGNOSTICS: logs nothing. {@link dev.sekisho.password.VerifyResult} says why an entry cannot be used.
 *
 * <p>BUGS: OTP, which only Dovecot's own OTP login keeps up to date, and yescrypt with a ROM are not supported and
 * answer {@code Unusable}. bcrypt looks at 72 bytes of a password, DES-CRYPT at 7 bits of 8 bytes. Each running check
 * of Argon2, yescrypt or scrypt holds its memory cost, at most 256 MiB: the caller bounds how many run. The dearest
 * entries that are allowed take some 4 s. No SASLprep, as in Dovecot. Debian's crypt(3), and so Dovecot, refuses
 * passwords above 511 bytes, which are hashed here.
 *
 * <p>SEE ALSO: doveadm-pw(1), crypt(5), RFC 2195 (CRAM-MD5), RFC 1939 section 7 (APOP), RFC 5802 (SCRAM), RFC 9106
 * (Argon2), docs/dovecot.md.
 */
@NullMarked
package dev.sekisho.password;

import org.jspecify.annotations.NullMarked;
