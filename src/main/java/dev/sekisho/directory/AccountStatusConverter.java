// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

/** Stores {@link AccountStatus} as its text. */
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
