// SPDX-License-Identifier: Apache-2.0
/**
 * Queries of logins in the database: account, permissions, password, mail host.
 *
 * <p>{@link dev.sekisho.directory.login.LoginReader} reads the accounts of all logins that wait with one SQL statement,
 * which starts after their arrival, so that a change takes effect at the next login.
 * {@link dev.sekisho.directory.login.SecretRepository} has the encrypted secrets and app passwords.
 *
 * <p>SECURITY: the login is a bound parameter; passwords are in types whose {@code toString()} hides them.
 *
 * <p>DIAGNOSTICS: none; the caller answers a failure of the database with a temporary failure.
 *
 * <p>SEE ALSO: docs/nginx.md.
 */
@NullMarked
package dev.sekisho.directory.login;

import org.jspecify.annotations.NullMarked;
