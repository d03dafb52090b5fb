// SPDX-License-Identifier: Apache-2.0
/**
 * The look-up of one login in the database: account, permissions, password, mail host.
 *
 * <p>One SQL statement per login reads committed rows, so that a flag takes effect at the next login.
 *
 * <p>SECURITY: the login name is bound as a parameter; passwords stay in types whose {@code toString()} hides them.
 *
 * <p>DIAGNOSTICS: none; a database failure is thrown to the caller, who answers with a temporary failure.
 *
 * <p>SEE ALSO: docs/nginx.md.
 */
@NullMarked
package dev.sekisho.directory.login;

import org.jspecify.annotations.NullMarked;
