// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LimitUnitTest {
    /** Stored counters have these numbers: add a line for a new unit, and never change one. */
    @Test
    void theCodesOfStoredCountersStayAsTheyAre() {
        assertThat(Arrays.stream(LimitUnit.values()).collect(Collectors.toMap(LimitUnit::word, LimitUnit::code)))
                .isEqualTo(Map.of("recipients", 0, "messages", 1, "bytes", 2, "domains", 3));
    }

    @Test
    void aCodeIsThatOfOneUnitAndFitsTheKeyOfAWindow() {
        for (LimitUnit unit : LimitUnit.values()) {
            assertThat(unit.code()).isBetween(0, LimitUnit.MAX_CODE);
            assertThat(LimitUnit.ofCode(unit.code())).contains(unit);
        }
    }

    @Test
    void anUnknownCodeHasNoUnit() {
        assertThat(LimitUnit.ofCode(LimitUnit.MAX_CODE)).isEmpty();
        assertThat(LimitUnit.ofCode(-1)).isEmpty();
    }
}
