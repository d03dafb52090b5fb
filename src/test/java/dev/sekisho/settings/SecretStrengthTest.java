// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretStrengthTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret",
                "too short",
                "0123456789abcdef",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "abcdefghijklmnopqrstuvwxyz0123456789",
                "passwordpasswordpasswordpassword",
                "change-me-change-me-change-me",
                "Pa55w0rd!Pa55w0rd!Pa55w0rd!",
                "a secret of this test",
                "a-long-secret-that-all-three-share",
                "sekisho-cluster-2026",
            })
    void whatPeopleChooseIsRefusedWithTheWayToABetterOne(String weak) {
        assertThat(SecretStrength.weakness(weak))
                .hasValueSatisfying(reason -> assertThat(reason).contains("openssl rand -base64 32"));
    }

    @Test
    void randomBitsArePermittedHoweverTheyAreWritten() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] bits = new byte[16];
            random.nextBytes(bits);
            String hex = HexFormat.of().formatHex(bits);
            String base64 = Base64.getEncoder().withoutPadding().encodeToString(bits);
            assertThat(SecretStrength.weakness(hex))
                    .as("%s (seed %d)", hex, seed)
                    .isEmpty();
            // A short text with letters only is weak, and random base64 is very rarely one.
            if (base64.matches(".*[0-9].*")) {
                assertThat(SecretStrength.weakness(base64))
                        .as("%s (seed %d)", base64, seed)
                        .isEmpty();
            }
        }
    }

    @Test
    void sevenWordsDrawnByDiceArePermitted() {
        assertThat(SecretStrength.weakness("gallon visor premium dollar cattle upheld sandbag"))
                .isEmpty();
    }
}
