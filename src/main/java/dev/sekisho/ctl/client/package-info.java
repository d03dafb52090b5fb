// SPDX-License-Identifier: Apache-2.0
/**
 * The clients of {@code sekishoctl}: for the API, for the endpoint of nginx, and for the policy ports.
 *
 * <p>{@link dev.sekisho.ctl.client.ApiAnswer} accepts only complete JSON of the expected shape;
 * {@link dev.sekisho.ctl.client.Exit} lists the exit codes.
 *
 * <p>SECURITY: {@link dev.sekisho.ctl.client.SecretTransport}: passwords and keys are sent over encrypted connections
 * or to this machine only, unless the user permits otherwise.
 *
 * <p>DIAGNOSTICS: {@link dev.sekisho.ctl.client.CtlException} has the message and the exit code.
 *
 * <p>SEE ALSO: docs/use/sekishoctl.md; SMTPD_POLICY_README, ngx_mail_auth_http_module.
 */
@NullMarked
package dev.sekisho.ctl.client;

import org.jspecify.annotations.NullMarked;
