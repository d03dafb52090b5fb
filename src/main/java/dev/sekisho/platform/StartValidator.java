// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.settings.SettingsValidator;
import java.util.List;
import org.eclipse.microprofile.config.Config;

/** The start's own judgement of settings, for tools. */
@ThreadSafe
public final class StartValidator implements SettingsValidator {
    @Override
    public List<String> problems(Config config) {
        return new Configuration(config).problems();
    }
}
