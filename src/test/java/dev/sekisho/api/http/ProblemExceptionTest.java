// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What callers read of a refusal. */
class ProblemExceptionTest {
    @Test
    void aDomainIsNamedWithoutAnAt() {
        assertThat(ProblemException.notFound("domain", "@other.example")
                        .problem()
                        .detail())
                .isEqualTo("There is no domain \"other.example\".");
        assertThat(ProblemException.notFound("alias", "@other.example")
                        .problem()
                        .detail())
                .isEqualTo("There is no alias \"@other.example\".");
    }
}
