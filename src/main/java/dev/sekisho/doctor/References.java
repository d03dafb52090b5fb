// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.doctor;

import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Postfix's {@code $name}, {@code ${name}}, {@code $(name)}. Stateless and safe for use by many threads. */
final class References {
    private static final Pattern REFERENCE = Pattern.compile("\\$(?:(\\w+)|\\{(\\w+)\\}|\\((\\w+)\\))");

    private References() {}

    /** The name, if the word is nothing but a reference. */
    static @Nullable String only(String word) {
        Matcher matcher = REFERENCE.matcher(word);
        return matcher.matches() ? name(matcher) : null;
    }

    /** Puts values in; a name without one stays as it is written. */
    static String replace(String text, Function<String, @Nullable String> value) {
        return REFERENCE.matcher(text).replaceAll(match -> {
            @Nullable String found = value.apply(name(match));
            return Matcher.quoteReplacement(found == null ? match.group() : found);
        });
    }

    private static String name(MatchResult match) {
        for (int group = 1; group <= 3; group++) {
            @Nullable String name = match.group(group);
            if (name != null) {
                return name;
            }
        }
        return "";
    }
}
