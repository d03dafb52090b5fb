// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CRAM-MD5 and APOP, with the examples of their RFCs and what nginx was recorded to send. */
class ChallengeTest {
    private static final String CHALLENGE = "<1896.697170952@postoffice.reston.mci.net>";
    private static final String RESPONSE = "b913a602c7eda7a495b4e6e7334d3890";

    // RFC 2195 2, and two recordings of nginx.
    @ParameterizedTest
    @CsvSource({
        "tanstaaftanstaaf, " + CHALLENGE + ", " + RESPONSE,
        "open sesame, <1936709721.1795490745@mail.example.com>, 6dda13ec740e2ff3022d2153d935fe25",
        "pässwörd-日本-€, <1648910277.1795490759@mail.example.com>, fb1214267c49cda799f11220f756e237"
    })
    void cramMd5IsAnsweredFromPlainAndFromItsContext(String password, String challenge, String response) {
        for (PasswordScheme scheme : new PasswordScheme[] {PasswordScheme.PLAIN, PasswordScheme.CRAM_MD5}) {
            StoredPassword stored = StoredPassword.parse(scheme.generate(Secret.of(password)), "PLAIN");

            assertThat(stored.verifyCramMd5(challenge, response)).isEqualTo(new VerifyResult.Match());
            assertThat(stored.verifyCramMd5(challenge, response.toUpperCase(Locale.ROOT)))
                    .isEqualTo(new VerifyResult.Match());
            assertThat(stored.verifyCramMd5(challenge + "x", response)).isEqualTo(new VerifyResult.Mismatch());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {63, 64, 65, 200})
    void cramMd5WithKeysAroundTheBlockSizeIsTheJdksHmac(int size) {
        String password = "k".repeat(size);
        StoredPassword context = StoredPassword.parse(PasswordScheme.CRAM_MD5.generate(Secret.of(password)), "PLAIN");
        byte[] hmac = Hmac.of("HmacMD5", password.getBytes(UTF_8), CHALLENGE.getBytes(UTF_8));

        assertThat(context.verifyCramMd5(CHALLENGE, PasswordEncoding.HEX.encode(hmac)))
                .isEqualTo(new VerifyResult.Match());
    }

    // RFC 1939 7, and a recording of nginx.
    @ParameterizedTest
    @CsvSource({
        "tanstaaf, <1896.697170952@dbc.mtview.ca.us>, c4c9334bac560ecc979e58001b3e22fb",
        "open sesame, <1912156878.1795490750@mail.example.com>, 4c33ce3e5ac6fe6a7495879bb6c6587f"
    })
    void apopIsAnsweredFromPlain(String password, String challenge, String response) {
        StoredPassword stored = StoredPassword.parse("{PLAIN}" + password, "PLAIN");

        assertThat(stored.verifyApop(challenge, response)).isEqualTo(new VerifyResult.Match());
        assertThat(stored.verifyApop(challenge, response.toUpperCase(Locale.ROOT)))
                .isEqualTo(new VerifyResult.Match());
        assertThat(stored.verifyApop(challenge, "0" + response.substring(1))).isEqualTo(new VerifyResult.Mismatch());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "b913", RESPONSE + "00", "g913a602c7eda7a495b4e6e7334d3890", " " + RESPONSE})
    void aResponseOfAnotherShapeIsAMismatch(String response) {
        StoredPassword stored = StoredPassword.parse("{PLAIN}tanstaaftanstaaf", "PLAIN");

        assertThat(stored.verifyCramMd5(CHALLENGE, response)).isEqualTo(new VerifyResult.Mismatch());
        assertThat(stored.verifyApop(CHALLENGE, response)).isEqualTo(new VerifyResult.Mismatch());
    }

    @ParameterizedTest
    @EnumSource(
            value = PasswordScheme.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"PLAIN", "CLEAR", "CLEARTEXT", "CRAM_MD5", "HMAC_MD5"})
    void oneWayHashesAreUnsuitedForChallenges(PasswordScheme scheme) {
        StoredPassword stored = StoredPassword.parse(scheme.encode(Secret.of("x"), scheme.minCost()), "PLAIN");

        assertThat(stored.verifyCramMd5(CHALLENGE, RESPONSE)).isInstanceOf(VerifyResult.Unsuited.class);
        assertThat(stored.verifyApop(CHALLENGE, RESPONSE)).isInstanceOf(VerifyResult.Unsuited.class);
    }

    @Test
    void aCramMd5ContextIsUnsuitedForApop() {
        StoredPassword stored = StoredPassword.parse(PasswordScheme.CRAM_MD5.generate(Secret.of("x")), "PLAIN");

        assertThat(stored.verifyApop(CHALLENGE, RESPONSE)).isInstanceOf(VerifyResult.Unsuited.class);
    }
}
