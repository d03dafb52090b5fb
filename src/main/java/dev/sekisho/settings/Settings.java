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
 * Reads {@link Setting}s from MicroProfile Config and gathers what is wrong with them.
 *
 * <p>A wrong value yields the default, so that reading goes on and the operator hears of all mistakes at once; whoever
 * reads must look at {@link #problems()} before using any value.
 *
 * <p>Confined to the thread that starts the application.
 */
public final class Settings {
    /** Longest part of a wrong value that a problem repeats, in characters: enough to recognise it. */
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

    /** Whether somebody gave {@code setting} a value, be it a wrong one. */
    public boolean isGiven(Setting<?> setting) {
        return config.getOptionalValue(setting.name(), String.class)
                .filter(text -> !text.isEmpty())
                .isPresent();
    }

    /** Notes a contradiction between settings, in words that name them. */
    public void problem(String text) {
        problems.add(text);
    }

    /** Notes every {@code sekisho.*} property or {@code SEKISHO_*} variable that {@code known} does not declare. */
    public void refuseUnknown(Collection<? extends Setting<?>> known) {
        Set<String> names = known.stream().map(Setting::name).collect(Collectors.toSet());
        Set<String> variables = known.stream().map(Setting::environmentName).collect(Collectors.toSet());
        Set<String> present = new TreeSet<>();
        config.getPropertyNames().forEach(present::add);
        Set<String> unknown = new TreeSet<>();
        for (String name : present) {
            // Liberty lists each variable under a name of its own making too, with dots for all "_": judged as the
            // variable.
            boolean derived = present.contains(Setting.environmentName(name));
            boolean property = name.startsWith("sekisho.") && !names.contains(name) && !derived;
            boolean variable = name.startsWith("SEKISHO_") && !variables.contains(name);
            if (property || variable) {
                unknown.add(name);
            }
        }
        unknown.forEach(name -> problem(LogText.quoted(name, SHOWN_CHARACTERS) + " is not a setting of Sekisho"));
    }

    /** What is wrong, in the order found; empty when the settings may be used. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /** Some parsers repeat the value in what they say. */
    private static String reason(IllegalArgumentException refusal, String value) {
        return Masked.of(String.valueOf(refusal.getMessage()).replace(value, Masked.of(value)));
    }
}
