// SPDX-License-Identifier: Apache-2.0
/**
 * The doctor: finds known mistakes in the configuration of Postfix, nginx and Dovecot, each with the line to change.
 *
 * <p>{@link dev.sekisho.doctor.Doctor} takes texts, either the output of {@code postconf -n}, {@code postconf -M},
 * {@code nginx -T} and {@code doveconf -n} or the files themselves, and returns {@link dev.sekisho.doctor.Finding}s. It
 * runs no program, changes nothing and does not use the network. Rules are in {@code PostfixRules}, {@code NginxRules},
 * {@code DovecotRules}, and in {@code CrossServerRules} for mistakes between two servers.
 *
 * <p>SECURITY: findings never contain keys or passwords of the files.
 *
 * <p>DIAGNOSTICS: findings only. The readers skip what they do not understand.
 *
 * <p>BUGS: access tables are not read, except {@code static:}. A file that nginx or Dovecot includes and that is
 * missing or was not supplied is reported.
 *
 * <p>SEE ALSO: docs/use/sekishoctl.md, which lists the rules; docs/postfix.md, docs/nginx.md, docs/dovecot.md;
 * postconf(5), ngx_mail_auth_http_module, Dovecot's quota plugin.
 */
@NullMarked
package dev.sekisho.doctor;

import org.jspecify.annotations.NullMarked;
