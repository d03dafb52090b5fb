// SPDX-License-Identifier: Apache-2.0
/**
 * {@code sekishoctl}, the command line: status, accounts, limits, counters, a question to each service, explanations,
 * import, the judgement of settings, and the doctor. A program of its own, packed as one jar; no part of the WAR.
 *
 * <p>{@link dev.sekisho.ctl.Sekishoctl} is the command with its options; each subcommand is a class.
 * {@link dev.sekisho.ctl.client.ApiClient} speaks to {@code /api/v1}, {@link dev.sekisho.ctl.client.PolicyClient} the
 * policy protocol, {@link dev.sekisho.ctl.client.NginxClient} asks login as nginx does. {@link dev.sekisho.ctl.Output}
 * shows results as text or JSON.
 *
 * <p>SECURITY. No option takes a password or a key: they come from the environment, a file that nobody else can read,
 * or the terminal without echo. Credentials leave this machine by HTTPS only, unless {@code --insecure-http} says
 * otherwise.
 *
 * <p>DIAGNOSTICS. Exit codes as Nagios reads them: 0 yes or done, 1 the answer is no, 2 Sekisho is away or fails, 3 the
 * question could not be put (usage, credentials, files). What went wrong is one line on standard error.
 *
 * <p>BUGS. {@code auth test} knows the method plain only.
 *
 * <p>SEE ALSO: docs/use/sekishoctl.md; {@code /openapi} of a running node.
 */
@NullMarked
package dev.sekisho.ctl;

import org.jspecify.annotations.NullMarked;
