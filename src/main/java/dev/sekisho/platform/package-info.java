// SPDX-License-Identifier: Apache-2.0
/**
 * Integration with the container: validates the configuration, opens the caches, migrates the database, runs the
 * warm-up, and reports when Sekisho is ready. No other package imports it.
 *
 * <p>{@link dev.sekisho.platform.ServerStartup} does this in order. An error that only the operator can correct (a
 * wrong configuration, the database of a newer version, a cluster address of another machine) ends the process with one
 * message. An unavailable database does not: Sekisho then serves what it can (sending and quota pass, logins get
 * temporary failures), is not ready, and retries every five seconds.
 *
 * <p>SECURITY: Without {@code sekisho.admin.password} a random password is generated and stored in
 * configDropins/overrides, in a file that only the server's user can read. Without {@code sekisho.login.key} Sekisho
 * starts only on loopback.
 *
 * <p>DIAGNOSTICS: SKS0001E to SKS0019W, in docs/messages.md; health at /health/started, /health/live, /health/ready;
 * the listeners' counters as {@code sekisho_listener_*}.
 *
 * <p>BUGS: Settings are read only at start.
 *
 * <p>SEE ALSO: docs/architecture.md, docs/operations.md; MicroProfile Health 4.0.
 */
@NullMarked
package dev.sekisho.platform;

import org.jspecify.annotations.NullMarked;
