// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.settings;

import com.google.errorprone.annotations.Immutable;
import com.google.errorprone.annotations.ThreadSafe;
import java.util.List;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;

/** All settings as they may be shown: values in effect, where each came from, secrets masked. */
@ThreadSafe
public record EffectiveSettings(List<Shown> settings) {
    /** Within the name of Liberty's source for what a variable of server.xml is unless somebody sets it. */
    private static final String SERVER_DEFAULTS = "default.variables";

    /**
     * One setting.
     *
     * @param value the text in effect; {@code ***} for a secret that is set, and for what may be one within a URL
     * @param source what set it, as MicroProfile Config names it; empty for the default
     */
    @Immutable
    public record Shown(String name, String value, String source, String defaultText, String bounds, String meaning) {
        /** Whether nobody set it. */
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
        // The server's own defaults come by its configuration, and are defaults all the same.
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
