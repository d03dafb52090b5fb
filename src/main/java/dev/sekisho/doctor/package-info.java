// SPDX-License-Identifier: Apache-2.0
/**
 * The doctor: reads the configuration of Postfix, nginx and Dovecot and finds the known mistakes, each with the line to
 * change.
 *
 * <p>{@link dev.sekisho.doctor.Doctor} takes texts, as {@code postconf -n}, {@code postconf -M}, {@code nginx -T} and
 * {@code doveconf -n} print them or as the files hold them, and gives {@link dev.sekisho.doctor.Finding}s. It runs
 * nothing, changes nothing, asks no network. A rule is a few lines in {@code PostfixRules}, {@code NginxRules},
 * {@code DovecotRules} or, where it takes two servers to make the mistake, {@code TogetherRules}.
 *
 * <p>SECURITY. Keys and passwords of the files never stand in a finding.
 *
 * <p>DIAGNOSTICS. Findings only. What it cannot read it passes over: it judges what it knows.
 *
 * <p>BUGS. Tables (access maps) are not looked into, but for {@code static:}. An include of nginx or Dovecot whose file
 * is not there or not given is reported.
 *
 * <p>SEE ALSO: docs/use/sekishoctl.md, which lists the rules; docs/postfix.md, docs/nginx.md, docs/dovecot.md;
 * postconf(5), ngx_mail_auth_http_module, Dovecot's quota plugin.
 */
@NullMarked
package dev.sekisho.doctor;

import org.jspecify.annotations.NullMarked;
