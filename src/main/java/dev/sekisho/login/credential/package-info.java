// SPDX-License-Identifier: Apache-2.0
/**
 * Passwords of logins: verification in a bounded pool, the cache of verified passwords, encrypted secrets and their key
 * ring.
 *
 * <p>{@link dev.sekisho.login.credential.PasswordCheck} verifies; costly schemes run in
 * {@link dev.sekisho.login.credential.VerificationPool}, which serves clients from known networks first.
 *
 * <p>SECURITY: an unknown user costs the time of the default scheme. Secrets are never logged.
 *
 * <p>DIAGNOSTICS: the operator messages of {@code login}.
 *
 * <p>SEE ALSO: docs/security.md; docs/operations.md.
 */
@NullMarked
package dev.sekisho.login.credential;

import org.jspecify.annotations.NullMarked;
