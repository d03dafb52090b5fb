// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.settings;

import java.util.List;
import org.eclipse.microprofile.config.Config;

/**
 * Validates all settings together, as the start of Sekisho does. {@link java.util.ServiceLoader} finds the
 * implementation, so that a tool can use it without depending on the platform package.
 */
public interface SettingsValidator {
    /** The problems that would prevent the start, each naming its settings; empty if there are none. */
    List<String> problems(Config config);
}
