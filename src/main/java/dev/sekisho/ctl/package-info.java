// SPDX-License-Identifier: Apache-2.0
/**
 * The command line {@code sekishoctl}: status, accounts, limits, counters, test requests to each service, explanations,
 * imports, validation of settings, and the doctor. A separate program in one jar; not part of the WAR.
 *
 * <p>{@link dev.sekisho.ctl.Sekishoctl} is the command with the common options; each subcommand is a class.
 * {@link dev.sekisho.ctl.client.ApiClient} uses {@code /api/v1}, {@link dev.sekisho.ctl.client.PolicyClient} the policy
 * protocol, and {@link dev.sekisho.ctl.client.NginxClient} sends login requests like nginx's.
 * {@link dev.sekisho.ctl.Output} prints results as text or JSON.
 *
 * <p>SECURITY: no option contains a password or key. They come from the environment, from a file that is readable by
 * its owner only, or from the terminal without echo. Credentials leave this machine over HTTPS only, unless
 * {@code --insecure-http} permits plain HTTP.
 *
 * <p>DIAGNOSTICS: exit codes as in Nagios plug-ins: 0 success or yes, 1 the answer is no, 2 Sekisho is down or fails, 3
 * the request could not be sent (usage, credentials, files). An error is one line on standard error.
 *
 * <p>BUGS: {@code auth test} supports the method plain only.
 *
 * <p>SEE ALSO: docs/use/sekishoctl.md; {@code /openapi} of a running node.
 */
@NullMarked
package dev.sekisho.ctl;

import org.jspecify.annotations.NullMarked;
