// SPDX-License-Identifier: Apache-2.0
/**
 * Real mail: nginx, Postfix and two Dovecots in front of and behind Sekisho, driven by real IMAP, POP3 and SMTP
 * clients.
 *
 * <p>The servers run the files of {@code src/test/mail}, which {@code docs/nginx.md}, {@code docs/postfix.md} and
 * {@code docs/dovecot.md} print; {@link dev.sekisho.mail.MailDocsTest} keeps both the same. They listen on loopback
 * addresses and ports of their own (11000-11999) and live in {@code /run/sekisho-mail}: short enough for socket names
 * and readable by the users that the servers become. Their logs are copied to {@code target/mail} at the end.
 *
 * <p>SECURITY: needs root, as the servers do. Everything listens on 127.0.0.0/8 only.
 *
 * <p>DIAGNOSTICS: where a server is missing the tests are skipped with a warning that names it; with
 * {@code MAIL_TESTS_REQUIRED=true} in the environment they fail instead.
 *
 * <p>BUGS: a JVM that is killed leaves the servers running; the next run stops them first.
 */
@NullMarked
package dev.sekisho.mail;

import org.jspecify.annotations.NullMarked;
