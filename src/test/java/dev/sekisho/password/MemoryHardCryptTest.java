// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a stored hash may cost: 256 MiB and some seconds, for every setting in it. Nothing is hashed here. */
class MemoryHardCryptTest {
    private static final String DIGITS = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final String HASH = "A".repeat(43);

    @ParameterizedTest
    @CsvSource({
        "14, 8, 1",
        "1, 1, 1",
        "15, 1, 1",
        "16, 2, 1",
        "18, 8, 1",
        "18, 8, 4",
        "1, 1048576, 1",
        "2, 1, 2097152",
        "21, 1, 1",
    })
    void aCostOfScryptWithinTheBoundsIsTaken(int log, int r, int p) {
        assertThat(parse(scrypt(log, r, p)).isHashed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 8, 1",
        "22, 1, 1",
        "14, 0, 1",
        "14, 8, 0",
        "22, 2, 1",
        "18, 9, 1",
        "18, 8, 5",
        "1, 1048577, 1",
        "1, 1, 2097153",
        "1, 2, 1048577",
        "2, 2, 2097152",
        "3, 1, 2097152",
        "62, 1073741823, 1073741823"
    })
    void allElseOfScryptIsUnusable(int log, int r, int p) {
        assertUnusable(scrypt(log, r, p));
    }

    /** j, then N, r, the flags of further numbers, and these. */
    @ParameterizedTest
    @ValueSource(strings = {"j75", "jF5", "jF5/.", "jF5/0", "jI.", "j/...", "j75..", "j75/."})
    void aCostOfYescryptWithinTheBoundsIsTaken(String cost) {
        assertThat(parse("$y$" + cost + "$saltsalt$" + HASH).isHashed()).isTrue();
        assertThat(parse("$gy$" + cost + "$saltsalt$" + HASH).isHashed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jG5", "jF6", "jF5/1", "jF5/2", "jJ.", "j....", "j751", "j7511", "k75", "175", "j7", "j75.", "j75..."
            })
    void allElseOfYescryptIsUnusable(String cost) {
        assertUnusable("$y$" + cost + "$saltsalt$" + HASH);
    }

    /** A block of 64 and of 4096, whose numbers take two digits and three; one more is too much memory. */
    @ParameterizedTest
    @CsvSource({"jCkD, jCkE, jCk", "jBlD, jBlE, jBl", "j6srD, j6srE, j6sr"})
    void aGreatNumberHasMoreDigits(String most, String beyond, String cut) {
        assertThat(parse("$y$" + most + "$saltsalt$" + HASH).isHashed()).isTrue();
        assertUnusable("$y$" + beyond + "$saltsalt$" + HASH);
        assertUnusable("$y$" + cut + "$saltsalt$" + HASH);
    }

    /** Memory that is written once: more chunks and more time are also work. */
    @Test
    void aCostOfTheWriteOnceFlavorCountsChunksAndTime() {
        for (String within : new String[] {"/F5", "/F5/0", "/E50.0"}) {
            assertThat(parse("$y$" + within + "$saltsalt$" + HASH).isHashed())
                    .as(within)
                    .isTrue();
        }
        for (String beyond : new String[] {"/G5", "/F5/1", "/E50.1"}) {
            assertUnusable("$y$" + beyond + "$saltsalt$" + HASH);
        }
    }

    @Test
    void aSaltHasAtMost64Bytes() {
        String salt = CryptBase64.encode(new byte[64]);
        assertThat(parse("$y$j75$" + salt + "$" + HASH).isHashed()).isTrue();
        assertUnusable("$y$j75$" + salt + "..$" + HASH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"$7$", "$7$4/..../....salt$short", "$y$", "$y$j75$saltsalt$short", "$y$j75$sa+lt$"})
    void anInvalidHashIsUnusable(String text) {
        assertUnusable(text);
    }

    private static void assertUnusable(String hash) {
        assertThat(parse(hash).verify(Secret.of("sesame"))).as(hash).isInstanceOf(VerifyResult.Unusable.class);
        assertThat(parse(hash).isHashed()).isFalse();
    }

    private static StoredPassword parse(String hash) {
        return StoredPassword.parse("{CRYPT}" + hash, "PLAIN");
    }

    private static String scrypt(int log, int r, int p) {
        return "$7$" + DIGITS.charAt(log) + number(r) + number(p) + "saltsalt$" + HASH;
    }

    /** 30 bits, the lowest first. */
    private static String number(int value) {
        StringBuilder digits = new StringBuilder();
        for (int shift = 0; shift < 30; shift += 6) {
            digits.append(DIGITS.charAt(value >> shift & 0x3f));
        }
        return digits.toString();
    }
}
