// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.bruteforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleLimitTest {
    @ParameterizedTest
    @CsvSource({"1/1s, 1, 1", "10/10m, 10, 600", "20/2h, 20, 7200", "1000/1d, 1000, 86400", "1/86400s, 1, 86400"})
    void aLimitIsSoManyTriesInAPeriod(String text, int amount, int seconds) {
        assertThat(RuleLimit.parse(text)).isEqualTo(new RuleLimit(amount, seconds));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0/10m", "1001/10m", "10/0s", "10/86401s", "10/2d", "10", "10/m", "10/1w", "-1/1m", "10/1m x"})
    void whatIsOutOfBoundsIsRefused(String text) {
        assertThatThrownBy(() -> RuleLimit.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("must be 1 to 1000, a slash, a period of 1s to 1d (s, m, h, d)");
    }
}
