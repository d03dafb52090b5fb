// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.settings.SettingsValidator;
import java.util.List;
import org.eclipse.microprofile.config.Config;

/** Validates settings for tools, exactly as the start does. */
@ThreadSafe
public final class StartValidator implements SettingsValidator {
    @Override
    public List<String> problems(Config config) {
        return new Configuration(config).problems();
    }
}
