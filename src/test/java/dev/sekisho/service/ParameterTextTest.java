// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterTextTest {
    @ParameterizedTest
    @ValueSource(strings = {"\0", "a\nb", "\u0085", "\u007f"})
    void aControlCharacterIsRefused(String value) {
        assertThat(ParameterText.wrong("entry", value))
                .contains(new FieldError("entry", "must have at most 400 characters, and no control characters"));
    }

    @Test
    void halfOfASurrogatePairIsRefused() {
        assertThat(ParameterText.wrong("entry", "a" + Character.MIN_HIGH_SURROGATE))
                .isPresent();
    }

    @Test
    void moreThanTheLongestKeyIsRefused() {
        assertThat(ParameterText.wrong("entry", "x".repeat(401))).isPresent();
    }

    @Test
    void theLongestKeyIsTaken() {
        assertThat(ParameterText.wrong("entry", "x".repeat(400))).isEqualTo(Optional.empty());
    }

    @Test
    void aLongNameIsRepeatedInPartOnly() {
        assertThat(ParameterText.wrong("n".repeat(5000), "\0"))
                .get()
                .extracting(FieldError::field)
                .isEqualTo("n".repeat(64) + "…");
    }
}
