// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.settings;

import com.google.errorprone.annotations.Immutable;
import com.google.errorprone.annotations.ThreadSafe;
import java.util.List;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;

/** All settings for display: effective values with their sources, secrets masked. */
@ThreadSafe
public record EffectiveSettings(List<Shown> settings) {
    /** Part of the name of Liberty's config source for default values of variables in server.xml. */
    private static final String SERVER_DEFAULTS = "default.variables";

    /**
     * One setting.
     *
     * @param value the effective text; {@code ***} in place of a secret, and of possible secrets within a URL
     * @param source the config source that set it, as MicroProfile Config names it; empty for the default
     */
    @Immutable
    public record Shown(String name, String value, String source, String defaultText, String bounds, String meaning) {
        /** Whether it has its default. */
        public boolean isDefault() {
            return source.isEmpty();
        }
    }

    public EffectiveSettings {
        settings = List.copyOf(settings);
    }

    public static EffectiveSettings of(List<? extends Setting<?>> all, Config config) {
        return new EffectiveSettings(
                all.stream().map(each -> shown(each, config)).toList());
    }

    private static Shown shown(Setting<?> setting, Config config) {
        ConfigValue given = config.getConfigValue(setting.name());
        String value = given.getValue();
        boolean set = value != null && !value.isEmpty();
        // Defaults in the server's configuration count as defaults.
        boolean changed = set && !value.equals(setting.defaultText());
        String source = changed
                        && given.getSourceName() != null
                        && !given.getSourceName().contains(SERVER_DEFAULTS)
                ? given.getSourceName()
                : "";
        return new Shown(
                setting.name(),
                masked(setting, set ? value : setting.defaultText()),
                source,
                setting.defaultText(),
                setting.bounds(),
                setting.meaning());
    }

    private static String masked(Setting<?> setting, String value) {
        if (setting.secret()) {
            return value.isEmpty() ? "" : Masked.MASK;
        }
        return Masked.of(value);
    }
}
