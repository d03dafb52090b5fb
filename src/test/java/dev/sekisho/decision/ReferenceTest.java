// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReferenceTest {
    @Test
    void referencesOfManyThreadsAreShortReadableAndHardlyEverEqual() {
        Set<String> references = IntStream.range(0, 100_000)
                .parallel()
                .mapToObj(i -> Reference.next())
                .collect(Collectors.toSet());
        // 100,000 of 78,310,985,281 meet 0.06 times on average: a fault of the generator would meet thousands of times.
        assertThat(references).hasSizeGreaterThan(99_995).allMatch(each -> each.matches("[2-9cdfhjkmnprtvwxy]{8}"));
    }

    @Test
    void whatAPersonTypesIsReadInAnyCase() {
        assertThat(Reference.read(" 7HK4n2xd\n")).contains("7hk4n2xd");
    }

    @Test
    void whatCanBeNoReferenceIsNotLookedFor() {
        assertThat(Reference.read("7hk4n2x")).isEmpty();
        assertThat(Reference.read("7hk4n2xdd")).isEmpty();
        assertThat(Reference.read("7hk4n2x0")).isEmpty();
        assertThat(Reference.read("7hk4n2x'")).isEmpty();
        assertThat(Reference.read("")).isEmpty();
    }
}
