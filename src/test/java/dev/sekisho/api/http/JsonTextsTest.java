// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.JsonException;
import jakarta.json.JsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextsTest {
    @ParameterizedTest
    @ValueSource(strings = {"{}{}", "{\"a\":1}{\"b\":2}", "{} trailing", "{},", "{}]", "[]1", "", "{"})
    void whatIsNotOneValueIsRefused(String text) {
        assertThatThrownBy(() -> JsonTexts.value(text)).isInstanceOf(JsonException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", " {} ", "{}\r\n\t "})
    void blanksAroundItAreNothing(String text) {
        assertThat(JsonTexts.value(text)).isEqualTo(JsonValue.EMPTY_JSON_OBJECT);
    }

    @Test
    void aNameTwiceIsRefused() {
        assertThatThrownBy(() -> JsonTexts.value("{\"a\":1,\"a\":2}"))
                .isInstanceOfAny(JsonException.class, IllegalStateException.class);
    }
}
