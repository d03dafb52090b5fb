// SPDX-License-Identifier: Apache-2.0
/**
 * The container glue: reads and judges the configuration, migrates the database, opens the caches, warms up the hot
 * paths, and says when Sekisho is ready. Nobody imports it.
 *
 * <p>{@link dev.sekisho.platform.ServerStartup} does it in this order. What can never run (a wrong configuration, a
 * newer database, a foreign cluster address) ends the process with one message. A database that is away does not:
 * Sekisho then serves what it can (sending and quota pass, logins are told to try later), is not ready, and tries again
 * every five seconds.
 *
 * <p>SECURITY: without {@code sekisho.admin.password} a random one is made and kept in a file, readable by the server
 * alone, in configDropins/overrides. Without {@code sekisho.login.key} Sekisho starts on loopback or as a demo only.
 *
 * <p>DIAGNOSTICS: SKS0001E to SKS0019W, in docs/messages.md; health at /health/started, /health/live, /health/ready;
 * the listeners' figures as {@code sekisho_listener_*}.
 *
 * <p>BUGS: settings are read at start only.
 *
 * <p>SEE ALSO: docs/architecture.md, docs/operations.md; MicroProfile Health 4.0.
 */
@NullMarked
package dev.sekisho.platform;

import org.jspecify.annotations.NullMarked;
