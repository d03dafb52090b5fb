// SPDX-License-Identifier: Apache-2.0
/**
 * A JAAS login module of the server, which decides whether a staff password reaches the registry.
 *
 * <p>Liberty accepts a user name and a password at every path of every web module, including its own ({@code /metrics},
 * {@code /health}, {@code /openapi}, {@code /ibm/api}): by a Basic header, or by a form sent to
 * {@code …/j_security_check}. Each answer would reveal whether a guess is right. This module runs before the registry
 * and rejects every password that did not come through the sign-in of the API or the console, right or wrong. It is a
 * separate library, {@code lib/signin}, which {@code sekisho.xml} names.
 *
 * <p>SECURITY. The answer is the same as to a wrong password; the registry is not queried. Without the library no
 * sign-in is possible.
 *
 * <p>DIAGNOSTICS. {@link dev.sekisho.signin.SigninMessages}: SKS0740W for each rejected password, at a bounded rate, to
 * the logger {@code dev.sekisho.signin}.
 *
 * <p>SEE ALSO: docs/security.md; Open Liberty, "JAAS custom login module".
 */
@NullMarked
package dev.sekisho.signin;

import org.jspecify.annotations.NullMarked;
