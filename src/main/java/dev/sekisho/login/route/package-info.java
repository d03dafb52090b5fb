// SPDX-License-Identifier: Apache-2.0
/**
 * Which mail host a login goes to, and whether that host is alive.
 *
 * <p>{@link dev.sekisho.login.route.HostHealth} probes each address with the greeting of its protocol;
 * {@link dev.sekisho.login.route.LoginRouter} chooses an address from the last results and never blocks.
 *
 * <p>SECURITY: only addresses from the directory and the configuration are connected to.
 *
 * <p>DIAGNOSTICS: the operator messages of {@code login}.
 *
 * <p>BUGS: a host that dies is noticed with the next probe.
 *
 * <p>SEE ALSO: docs/nginx.md.
 */
@NullMarked
package dev.sekisho.login.route;

import org.jspecify.annotations.NullMarked;
