// SPDX-License-Identifier: Apache-2.0
/**
 * Declares, reads and validates the {@code sekisho.*} properties.
 *
 * <p>Each component declares its properties as {@link dev.sekisho.settings.Setting} constants beside its one
 * {@code Config} class; {@link dev.sekisho.settings.Settings} reads them from MicroProfile Config and collects all
 * problems instead of stopping at the first. The platform logs them in one message and aborts the start.
 *
 * <p>SECURITY: The text of a problem never contains the value of a secret setting.
 *
 * <p>DIAGNOSTICS: Logs nothing; the platform logs the problems as SKS0001E.
 *
 * <p>BUGS: Values are read once, at start. The server's own configuration also reads the listener and HTTP settings,
 * under the same names.
 *
 * <p>SEE ALSO: MicroProfile Config 3.1, 4 (ConfigSource); docs/configuration.md, which a test checks against the
 * declarations.
 */
@NullMarked
package dev.sekisho.settings;

import org.jspecify.annotations.NullMarked;
