// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.settings;

import dev.sekisho.text.LogText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;

/**
 * Reads {@link Setting}s from MicroProfile Config and collects their problems.
 *
 * <p>A wrong value yields the default, so that all problems are found at once. The caller must check
 * {@link #problems()} before it uses any value.
 *
 * <p>Confined to the thread that starts the application.
 */
public final class Settings {
    /** Maximum characters of a wrong value in a problem. */
    private static final int SHOWN_CHARACTERS = 60;

    private final Config config;
    private final List<String> problems = new ArrayList<>();

    public Settings(Config config) {
        this.config = config;
    }

    /** The value of {@code setting}, or its default when the property is absent, empty or wrong. */
    public <T> T get(Setting<T> setting) {
        Optional<String> text = config.getOptionalValue(setting.name(), String.class);
        if (text.isPresent()) {
            try {
                return setting.parser().apply(text.get());
            } catch (IllegalArgumentException e) {
                problem(setting.name()
                        + (setting.secret() ? " " : "=" + LogText.quoted(Masked.of(text.get()), SHOWN_CHARACTERS) + " ")
                        + reason(e, text.get()));
            }
        }
        return setting.parser().apply(setting.defaultText());
    }

    /** Whether {@code setting} has a configured value, valid or not. */
    public boolean isGiven(Setting<?> setting) {
        return config.getOptionalValue(setting.name(), String.class)
                .filter(text -> !text.isEmpty())
                .isPresent();
    }

    /** Adds a problem, such as a contradiction between settings; the text names them. */
    public void problem(String text) {
        problems.add(text);
    }

    /**
     * Adds a problem for each {@code sekisho.*} property or {@code SEKISHO_*} variable that is not in {@code known}.
     */
    public void rejectUnknown(Collection<? extends Setting<?>> known) {
        Set<String> names = known.stream().map(Setting::name).collect(Collectors.toSet());
        Set<String> variables = known.stream().map(Setting::environmentName).collect(Collectors.toSet());
        Set<String> present = new TreeSet<>();
        config.getPropertyNames().forEach(present::add);
        Set<String> unknown = new TreeSet<>();
        for (String name : present) {
            // Liberty also lists each variable with dots for all "_"; only the variable itself is checked.
            boolean derived = present.contains(Setting.environmentName(name));
            boolean property = name.startsWith("sekisho.") && !names.contains(name) && !derived;
            boolean variable = name.startsWith("SEKISHO_") && !variables.contains(name);
            if (property || variable) {
                unknown.add(name);
            }
        }
        unknown.forEach(name -> problem(LogText.quoted(name, SHOWN_CHARACTERS) + " is not a setting of Sekisho"));
    }

    /** The problems in the order found; empty if the settings are valid. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /** The parser's reason, with the value masked, because some parsers repeat it. */
    private static String reason(IllegalArgumentException refusal, String value) {
        return Masked.of(String.valueOf(refusal.getMessage()).replace(value, Masked.of(value)));
    }
}
