// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.settings;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * One {@code sekisho.*} property: its name, default, unit, bounds and meaning, and the parser of its text.
 *
 * <p>The name is in MicroProfile's form ({@code sekisho.sendlimit.port}); the environment variable is the same name in
 * upper case with {@code _} for every other character. An empty default means that the property is unset by default.
 *
 * @param <T> the value's type
 * @param name the property's name
 * @param defaultText the default in the form that an operator writes; empty for "unset"
 * @param bounds permitted values and unit, in words, as docs/configuration.md shows them
 * @param meaning one sentence for the operator
 * @param secret whether the value must never be shown
 * @param parser converts the text to a value or throws {@link IllegalArgumentException} with the reason
 */
@ThreadSafe
public record Setting<T>(
        String name, String defaultText, String bounds, String meaning, boolean secret, Function<String, T> parser) {

    /** A whole number from {@code min} to {@code max}, both inclusive; the unit is in the name or in {@code unit}. */
    public static Setting<Integer> integer(
            String name, int defaultValue, int min, int max, String unit, String meaning) {
        String bounds = min + " to " + max + (unit.isEmpty() ? "" : " " + unit);
        return new Setting<>(name, Integer.toString(defaultValue), bounds, meaning, false, text -> {
            int value;
            try {
                value = Integer.parseInt(text.strip());
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("is not a whole number", e);
            }
            if (value < min || value > max) {
                throw new IllegalArgumentException("must be " + bounds);
            }
            return value;
        });
    }

    /** {@code true} or {@code false}; any other text is an error. */
    public static Setting<Boolean> bool(String name, boolean defaultValue, String meaning) {
        return new Setting<>(
                name, Boolean.toString(defaultValue), "true or false", meaning, false, text -> switch (text.strip()
                        .toLowerCase(Locale.ROOT)) {
                    case "true" -> Boolean.TRUE;
                    case "false" -> Boolean.FALSE;
                    default -> throw new IllegalArgumentException("must be true or false");
                });
    }

    /** Free text, which {@code check} validates: it returns the value or throws with the reason. */
    public static Setting<String> text(
            String name, String defaultText, String bounds, String meaning, UnaryOperator<String> check) {
        return new Setting<>(name, defaultText, bounds, meaning, false, check);
    }

    /** A secret: any text; empty means unset. It is masked in all output. */
    public static Setting<String> secret(String name, String bounds, String meaning) {
        return new Setting<>(name, "", bounds, meaning, true, text -> text);
    }

    /**
     * A secret whose derived values or signatures are visible to others, so a weak one is rejected. Empty means unset.
     */
    public static Setting<String> key(String name, String meaning) {
        return new Setting<>(
                name, "", "random: openssl rand -base64 32; a weak secret is rejected", meaning, true, text -> {
                    if (!text.isEmpty()) {
                        SecretStrength.weakness(text).ifPresent(reason -> {
                            throw new IllegalArgumentException(reason);
                        });
                    }
                    return text;
                });
    }

    /** A constant of an enum, written in lower case with {@code -} for {@code _}. */
    public static <E extends Enum<E>> Setting<E> choice(String name, E defaultValue, String meaning) {
        List<E> all = Arrays.asList(defaultValue.getDeclaringClass().getEnumConstants());
        String bounds = all.stream().map(Setting::word).collect(Collectors.joining(", "));
        return new Setting<>(
                name,
                word(defaultValue),
                bounds,
                meaning,
                false,
                text -> all.stream()
                        .filter(each -> word(each).equals(text.strip().toLowerCase(Locale.ROOT)))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("must be one of " + bounds)));
    }

    /** The environment variable that sets this property (MicroProfile Config 3.1, 4.3, third rule). */
    public String environmentName() {
        return environmentName(name);
    }

    static String environmentName(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
