// SPDX-License-Identifier: Apache-2.0
/**
 * A JAAS login module of the server: decides which staff passwords reach the registry.
 *
 * <p>Liberty takes a user name and a password at every path of every web module, its own ones too ({@code /metrics},
 * {@code /health}, {@code /openapi}, {@code /ibm/api}): by a Basic header, or by a form sent to
 * {@code …/j_security_check}. Each of these would tell whether a guess is right. This module stands before the registry
 * and refuses all that the API or the console did not ask for themselves, whether the password is right or not. It is a
 * library of its own, {@code lib/signin}, which {@code sekisho.xml} names.
 *
 * <p>SECURITY. The answer is that to a wrong password; the registry is not asked. If the library is missing, nobody can
 * sign in.
 *
 * <p>DIAGNOSTICS. {@link dev.sekisho.signin.SigninMessages}: SKS0740W for each guess, at a bounded rate, to the logger
 * {@code dev.sekisho.signin}.
 *
 * <p>SEE ALSO: docs/security.md; Open Liberty, "JAAS custom login module".
 */
@NullMarked
package dev.sekisho.signin;

import org.jspecify.annotations.NullMarked;
