// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

/** Stores {@link MailHostState} as its text. */
@Converter
public class MailHostStateConverter implements AttributeConverter<MailHostState, String> {
    @Override
    public String convertToDatabaseColumn(MailHostState state) {
        return state.word();
    }

    @Override
    public MailHostState convertToEntityAttribute(String word) {
        return MailHostState.ofWord(word);
    }
}
