// SPDX-License-Identifier: Apache-2.0
/**
 * The vocabulary of configuration: what a {@code sekisho.*} property is and how its value is read and judged.
 *
 * <p>Each component declares its properties as {@link dev.sekisho.settings.Setting} constants beside its one
 * {@code Config} class; {@link dev.sekisho.settings.Settings} reads them from MicroProfile Config and gathers every
 * problem instead of stopping at the first. The platform reports them all in one message and stops the start.
 *
 * <p>SECURITY: values of secret settings never appear in a problem's text.
 *
 * <p>DIAGNOSTICS: none of its own; the platform prints the problems as SKS0001E.
 *
 * <p>BUGS: values are read once, at start. The listeners' and HTTP settings are also read by the server's own
 * configuration under the same names.
 *
 * <p>SEE ALSO: MicroProfile Config 3.1, 4 (ConfigSource); docs/configuration.md, which a test checks against the
 * declarations.
 */
@NullMarked
package dev.sekisho.settings;

import org.jspecify.annotations.NullMarked;
