// SPDX-License-Identifier: Apache-2.0
/**
 * The containment of a hijacked account: one action that stops sending or logins, replaces the password, revokes the
 * app passwords, and ends the sessions at the mail host.
 *
 * <p>{@link dev.sekisho.service.containment.ContainmentService} is the action. State, password and app passwords change
 * in one transaction with their audit entries ({@code ContainedAccount}). The sessions end after the commit
 * ({@code MailSessions}), by doveadm's HTTP API; a failure is reported and undoes nothing.
 *
 * <p>SECURITY: a new password and the end of app passwords need the role that permits them alone. Only the answer has a
 * generated password.
 *
 * <p>DIAGNOSTICS: {@link dev.sekisho.service.ServiceException}; the answer has the outcome for each mail host.
 *
 * <p>BUGS: sessions of Postfix stay open; send limits reject their next mail, because they know the state. Names of
 * users with {@code *} or {@code ?} are patterns for doveadm, so their sessions are not ended.
 *
 * <p>SEE ALSO: docs/operate/accounts.md, "Hijacked accounts"; Dovecot's manual, "doveadm kick".
 */
@NullMarked
package dev.sekisho.service.containment;

import org.jspecify.annotations.NullMarked;
