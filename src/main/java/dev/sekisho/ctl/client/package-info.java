// SPDX-License-Identifier: Apache-2.0
/**
 * How {@code sekishoctl} talks to the API, to the nginx endpoint and to the policy ports.
 *
 * <p>SECURITY: a password is sent over HTTPS or to this machine only, unless the user permits plain HTTP.
 *
 * <p>DIAGNOSTICS: {@link dev.sekisho.ctl.client.CtlException} carries the message and the exit status.
 *
 * <p>SEE ALSO: docs/use/sekishoctl.md.
 */
@NullMarked
package dev.sekisho.ctl.client;

import org.jspecify.annotations.NullMarked;
