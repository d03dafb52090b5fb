// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import org.jspecify.annotations.Nullable;

/** Stores {@link Language} as its text. */
@Converter
public class LanguageConverter implements AttributeConverter<@Nullable Language, @Nullable String> {
    @Override
    public @Nullable String convertToDatabaseColumn(@Nullable Language language) {
        return language == null ? null : language.word();
    }

    @Override
    public @Nullable Language convertToEntityAttribute(@Nullable String word) {
        return word == null ? null : Language.ofWord(word);
    }
}
