// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

/** Keeps {@link AccountStatus} as its lower-case word. Holds no state. */
@Converter
public class AccountStatusConverter implements AttributeConverter<AccountStatus, String> {
    @Override
    public String convertToDatabaseColumn(AccountStatus status) {
        return status.word();
    }

    @Override
    public AccountStatus convertToEntityAttribute(String word) {
        return AccountStatus.ofWord(word);
    }
}
