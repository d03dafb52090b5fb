// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Argon2SchemeTest {
    private static final String REST = "$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";

    /** Of the reference implementation, phc-winner-argon2, test.c. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ARGON2I}$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$iekCn0Y3spW+sCcFanM2xBT63UP2sghkUoHLIUpWRS8",
                "{ARGON2ID}$argon2id$v=19$m=256,t=2,p=1" + REST
            })
    void theReferenceHashesAreVerified(String stored) {
        StoredPassword parsed = StoredPassword.parse(stored, "PLAIN");
        assertThat(parsed.verify(Secret.of("password"))).isEqualTo(new VerifyResult.Match());
        assertThat(parsed.verify(Secret.of("passwore"))).isEqualTo(new VerifyResult.Mismatch());
    }

    @ParameterizedTest
    @CsvSource({
        "8, 1, 1, true",
        "7, 1, 1, false",
        "128, 1, 16, true",
        "127, 1, 16, false",
        "136, 1, 17, false",
        "256, 0, 1, false",
        "256, 1, 0, false",
        "262144, 4, 1, true",
        "262144, 5, 1, false",
        "262145, 1, 1, false",
        "8, 131072, 1, true",
        "8, 131073, 1, false"
    })
    void aHashMayCostAsMuchAsTheBoundsAndNoMore(int memoryKib, int passes, int lanes, boolean usable) {
        String stored = "{ARGON2ID}$argon2id$v=19$m=" + memoryKib + ",t=" + passes + ",p=" + lanes + REST;
        assertThat(StoredPassword.parse(stored, "PLAIN").isHashed()).isEqualTo(usable);
    }
}
