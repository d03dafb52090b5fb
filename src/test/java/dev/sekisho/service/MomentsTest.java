// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MomentsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "+999999999-12-31T23:59:59Z",
                "-4713-01-01T00:00:00Z",
                "+10000-01-01T00:00:00Z",
                "9999-12-31T23:59:59-00:01",
                "1969-12-31T23:59:59Z",
                "tomorrow",
                "2027-01-31",
                ""
            })
    void aTimeOutside1970To9999IsRefusedWithTheBounds(String text) {
        assertThatThrownBy(() -> Moments.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("must be a time such as 2027-01-31T18:00:00Z, from 1970-01-01T00:00:00Z to"
                        + " 9999-12-31T23:59:59Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1970-01-01T00:00:00Z", "2027-01-31T18:00:00Z", "9999-12-31T23:59:59Z"})
    void theBoundsThemselvesAreTaken(String text) {
        assertThat(Moments.parse(text)).isEqualTo(Instant.parse(text));
    }

    @Test
    void aZoneIsTakenIntoAccount() {
        assertThat(Moments.parse("2027-01-31T18:00:00+09:00")).isEqualTo("2027-01-31T09:00:00Z");
    }
}
