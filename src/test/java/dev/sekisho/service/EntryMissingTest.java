// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What callers read of an entry that is not there. */
class EntryMissingTest {
    @Test
    void aDomainIsNamedWithoutAnAt() {
        assertThat(new EntryMissing("domain", "@other.example")).hasMessage("There is no domain \"other.example\".");
        assertThat(new EntryMissing("alias", "@other.example")).hasMessage("There is no alias \"@other.example\".");
    }
}
