// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.directory.Language;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.ResourceBundle;

/**
 * The texts for clients by language: {@code AnswerTexts.properties} is English, {@code AnswerTexts_ja.properties}
 * Japanese.
 */
@Immutable
final class AnswerTexts {
    private static final ResourceBundle.Control NO_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private static final Map<Language, ResourceBundle> BUNDLES = new EnumMap<>(Map.of(
            Language.EN, bundle(Locale.ROOT),
            Language.JA, bundle(Locale.JAPANESE)));

    private AnswerTexts() {}

    static String of(Language language, Enum<?> key) {
        return of(language, key.name());
    }

    static String of(Language language, String key) {
        return Objects.requireNonNull(BUNDLES.get(language)).getString(key);
    }

    private static ResourceBundle bundle(Locale locale) {
        return ResourceBundle.getBundle(
                "dev.sekisho.login.AnswerTexts", locale, AnswerTexts.class.getClassLoader(), NO_FALLBACK);
    }
}
