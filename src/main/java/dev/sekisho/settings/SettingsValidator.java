// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.settings;

import java.util.List;
import org.eclipse.microprofile.config.Config;

/**
 * Whoever knows all settings together and says what is wrong with them, as Sekisho's start does; found by
 * {@link java.util.ServiceLoader}, so that a tool can ask without knowing the platform.
 *
 * <p>Implementations are safe for use by many threads.
 */
public interface SettingsValidator {
    /** What would stop Sekisho's start, in words that name the settings; empty if nothing would. */
    List<String> problems(Config config);
}
