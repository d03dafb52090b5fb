// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.bruteforce;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeyedHashTest {
    @Test
    void nodesWithOneKeyHaveTheSameHashesAndAllOthersOthers() {
        long hash = new KeyedHash("key").of("a", "b");
        assertThat(new KeyedHash("key").of("a", "b")).isEqualTo(hash);
        assertThat(new KeyedHash("another").of("a", "b")).isNotEqualTo(hash);
        assertThat(new KeyedHash("").of("a", "b")).as("a key at random").isNotEqualTo(new KeyedHash("").of("a", "b"));
    }

    /** Otherwise an attacker could move a letter from the login to the password and count as two clients. */
    @Test
    void whereAPartEndsIsPartOfTheHash() {
        KeyedHash hash = new KeyedHash("key");
        assertThat(hash.of("ab", "c")).isNotEqualTo(hash.of("a", "bc")).isNotEqualTo(hash.of("abc"));
        assertThat(hash.of("a", "b")).isNotEqualTo(hash.of("b", "a"));
    }
}
