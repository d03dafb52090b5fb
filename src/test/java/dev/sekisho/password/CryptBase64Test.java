// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The digits of crypt(3), calculated by hand: {@code .} is 0, {@code /} 1, {@code 0} 2, {@code A} 12, {@code a} 38,
 * {@code z} 63.
 */
class CryptBase64Test {
    private static byte[] bytes(String hex) {
        byte[] bytes = new byte[hex.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
        }
        return bytes;
    }

    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "00, ..",
        "01, /.",
        "ff, z1",
        "0001, .2.",
        "ffff, zzD",
        "010203, /6k.",
        "ffffff, zzzz",
        "00000001, ..../.",
        "0102030405060708, /6k.2IU/5U."
    })
    void bytesAreDigitsTheLowestBitsFirst(String hex, String text) {
        assertThat(CryptBase64.encode(bytes(hex))).isEqualTo(text);
        assertThat(CryptBase64.decode(text)).isEqualTo(bytes(hex));
    }

    @Test
    void whatIsEncodedIsDecodedToTheSame() {
        Random random = new Random(7);
        for (int length = 0; length < 100; length++) {
            byte[] some = new byte[length];
            random.nextBytes(some);
            assertThat(CryptBase64.decode(CryptBase64.encode(some))).isEqualTo(some);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "/6k./", "z2", ".A", "zzE", "..E", "*.", ".é", "/6k.*.", "=="})
    void whatNoBytesGiveIsRefused(String text) {
        assertThatThrownBy(() -> CryptBase64.decode(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "....., 0",
        "/...., 1",
        "./..., 64",
        "..../, 16777216",
        "zzzzz, 1073741823",
        ".7o1, 1000000",
        "....*, -1",
        "*...., -1"
    })
    void aNumberIsOfDigitsTheLowestFirst(String digits, int value) {
        assertThat(CryptBase64.number(digits)).isEqualTo(value);
    }
}
