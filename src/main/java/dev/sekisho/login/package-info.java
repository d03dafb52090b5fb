// SPDX-License-Identifier: Apache-2.0
/**
 * The authentication backend of nginx's mail proxy: may this login pass, and to which mail host?
 *
 * <p>nginx requests {@code GET /auth/nginx} with the login in headers and uses the headers of the answer, with any HTTP
 * status. Methods: {@code plain} (PLAIN and LOGIN), {@code cram-md5}, {@code apop}, {@code none} (the MX role). The
 * account is read from the database at each login, so a change by plain SQL takes effect at the next one.
 *
 * <p>Dovecot's auth-policy client requests {@code POST /auth/policy} for the logins that it checks itself; brute-force
 * protection answers.
 *
 * <p>A login has one {@link dev.sekisho.login.LoginOutcome} on its way back:
 * {@link dev.sekisho.login.LoginAuthenticator} makes it, {@link dev.sekisho.login.BruteForceGuardedAuthenticator} adds
 * what brute-force protection decided, the resource renders it once.
 *
 * <p>SECURITY: a client must send the shared key ({@code X-Auth-Key}). A wrong password, an unknown user and a
 * malformed login get the same answer with the same wait, and each costs at least one check of the default scheme. More
 * (suspended, not permitted) is answered only after the right password. After CRAM-MD5 and APOP the answer has the
 * clear password, which nginx needs; it may be stored encrypted beside the hash. Costly hashes are checked in a bounded
 * pool, known networks first and clients in turns, once for equal logins under way, and right ones are remembered as
 * 128 bits of a keyed hash.
 *
 * <p>DIAGNOSTICS: one decision line for each answer, with the reason that the client does not get. SKS0601W for a
 * stored password that cannot be used, SKS0602W when the database does not answer and SKS0603I when it does again,
 * SKS0604W for a request with a wrong key, SKS0610W for networks that cannot be read, SKS0611W and SKS0612I for an
 * address that is down and up, SKS0614W for too many to probe, SKS0620W to SKS0624W for the keys of encrypted secrets,
 * SKS0625W when too many passwords wait, SKS0626W to SKS0629E for work after a login, SKS0807W for a wrong key of
 * Dovecot.
 *
 * <p>BUGS: nginx cannot get a password with blanks at its ends, so CRAM-MD5 and APOP fail for it with IMAP and POP3. An
 * unknown user costs what the default scheme costs; accounts with a costlier one can be recognized by the time.
 *
 * <p>SEE ALSO: ngx_mail_auth_http_module; RFC 5530 (IMAP response codes), RFC 3206 (POP3), RFC 5248 (SMTP);
 * docs/nginx.md.
 */
@NullMarked
package dev.sekisho.login;

import org.jspecify.annotations.NullMarked;
