// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The error text for a missing entry. */
class EntryMissingTest {
    @Test
    void aDomainIsNamedWithoutAnAt() {
        assertThat(new EntryMissing("domain", "@other.example")).hasMessage("There is no domain \"other.example\".");
        assertThat(new EntryMissing("alias", "@other.example")).hasMessage("There is no alias \"@other.example\".");
    }
}
