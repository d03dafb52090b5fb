// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each kind of hash that Debian's crypt(3) makes, as it made it, and the first and last that each kind may cost. */
class CryptSchemeTest {
    /** Of one block of each digest, of bytes above 127, of a whole block of MD5, and of more than bcrypt looks at. */
    private enum Password {
        SHORT("sesame"),
        WIDE("pässwörd-日本-€"),
        SIXTEEN("sixteen letters!"),
        LONG("The quick brown fox jumps over the lazy dog, and then again and again - 0123456789");

        private final String text;

        Password(String text) {
            this.text = text;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "$6$ab+cd=ef$OBxEmpxJqmhdMmEpPqha1Q.QEzyX28ITlcpXnpnwLx4k0tOFopLrJQUpLt2yhQRu14FC.2ahHnGjzQlmQgHB90, SHORT",
        "$6$$piIq58nEXtjNkTFQYmigmrDRtTbnZJbyV.rSfsObprkmFRuXq9ha0k9eE6PZQwv4JxmDp6yQh9awh/1DlLrV1/, WIDE",
        "'$6$rounds=1000$0123456789abcdef$NsxbgeDbaxhUGEP.OnKhZ/RqIuEuM1gK/gYgEQBDL4cjkzT2HzR8nfGaozxhbnSTwrJjyJkkyVa/SQH4kLM2l/', SIXTEEN",
        "$5$k_9+q=$DG.VRj6E30GxGWKGEWSMeUanBrP9WPfPsrnF5xr.k98, LONG",
        "$5$rounds=1234$0123456789abcde=$hT9zkqzwhEraug.QVTh8tBjB0LGaf5MoMfajWGPa6YA, SHORT",
        "$1$a+=b$/.Y/n/iFIcdIocmSLHyEv1, WIDE",
        "$1$12345678$emiAN.CRVGUw4pmNGRZqp1, SIXTEEN",
        "abOWKu0XEFEzw, LONG",
        "./b053eFK58Qo, SHORT",
        "$3$$dc844eae9b6f394bf5cccf98ac1cf5e8, WIDE",
        "_J9..abcddKVHebM48Wk, SIXTEEN",
        "_/...zzzzWIF8cVGYffw, LONG",
        "$sha1$1000$abcd$I6EfjlKeTtjQe0YvWcqV4xGWh878, SHORT",
        "$sha1$1$a$IUlny2B3frKz7GZvkPZyXE1FDLRy, WIDE",
        "$2a$04$abcdefghijklmnopqrstuutLq4TjWoBB6I/pSvnDTHGHuA/Y5giEu, SIXTEEN",
        "$2b$04$abcdefghijklmnopqrstuuiEswOesff7.qhgSdAHQ.GMRJE5V6zim, LONG",
        "$2x$04$abcdefghijklmnopqrstuuinwY/tkBVrn3xrxQI/TgnMHhkvl85RW, SHORT",
        "$2x$04$abcdefghijklmnopqrstuuKmbkl8.HCk0Csy5h/RKZscjLa0qsfJG, WIDE",
        "$2x$04$./ABCDEFGHIJKLMNOPQRS.hSit3ichSHhLKoucItlD2J/JK2jAqCS, WIDE",
        "$2x$04$./ABCDEFGHIJKLMNOPQRS.TUK8Zyxt3pWnX3Z5N2NiJFh87FHC4yW, SIXTEEN",
        "$2x$04$./ABCDEFGHIJKLMNOPQRS.XRMAQOfrvCQKFoM/yUOmlz3fJpcHAMW, LONG",
        "$2y$04$./ABCDEFGHIJKLMNOPQRS.Q7.Hv0lOvcrzIBXHE0vtPiAiDZwp4XG, WIDE",
        "$md5$abcdefgh$$jBBdhifMlRA44vLLXZFaG0, WIDE",
        "$md5$abcdefgh$$7zZ/khUE0xAVhgjKvgYQq1, SIXTEEN",
        "$md5$abcdefgh$nxjqxijOXn9ivFuHIbLYn/, LONG",
        "'$md5,rounds=904$/////$$gODWjRb0FMffajWxJkqzk.', SHORT",
        "abzp3RXJm5gNA81ZgshJ4EBEj26QMngzfdU, WIDE"
    })
    void whatCryptMadeIsVerified(String hash, Password password) {
        assertMade(hash, password);
    }

    @ParameterizedTest
    @CsvSource({
        "$7$4/..../....saltsalt$IzO6aFhK.dXiL.Y3JNPprAhcySJgRGpleuZ7Aw9Twl0, SIXTEEN",
        "$7$3/....0....with$dollars$OYl2jBvYhHlGQWzoYwAwKjQ5E/6bDQ4J5xXz59uNCc8, LONG",
        "$7$E/..../....salt$MpO8RyANIP/BKzu84gLC/ymo.LWBxbGkSvX2pOeqC1., SHORT",
        "$y$j75$abcdefgh$f2TTq1dkloRP2CE1CkCvSEs0IGgTAj2xoBUDxQfwp6D, WIDE",
        "$y$j75$$V6JGPJt8X0GMu/30XmQIHHD2xQ0WW4OXLo2F/WDhOo4, SIXTEEN",
        "$y$j85$abcdefghijklmnopqrstu.$TF2KqLz8pZBksXyxE2ZHylUWzezEo24wW7T.tTZcmfC, LONG",
        "$y$j9T$saltsalt$H8Jn0IUW2ail0tsXgUFY.QpUcPXEDUbGjkj6s.pcPV5, SHORT",
        "$y$j75.2$saltsalt$oj9qJ0PGITwL5GfnSAUSsDYKAZLQ6SslTqx2llawHC4, WIDE",
        "$y$j75/.$saltsalt$SY5wsGqlQiYPO1hyhl2M3RgHEKFryi6RzuVEaYePmoB, SIXTEEN",
        "$y$j75/0$saltsalt$jsiNv9Xcc58aKTt3bW.8wUsHMOrpb19djnvDNnqRFg0, LONG",
        "$y$j750./$saltsalt$yrsm4P/e0d07zOeaWJMqyzB0pzIKheqjGZZL2f9fc.2, SHORT",
        "$y$j75001$saltsalt$3gbtHdhwaPUAF/LtJRtMWLEG1oQXfS7.gBkMVHh5mD/, WIDE",
        "$gy$j75$abcdefgh$K2eEAhe9wZAHUD7S40/2Dw17OoqVZF26qyNVYCmqI54, SIXTEEN",
        "$y$.75$abcdefgh$bDG7mK4n6wJOZLnDw7lhvLVvGBSbT/RK/xnZdqb7J.9, LONG",
        "$y$.75.2$abcdefgh$ZzJvAfcJIHYhtox8T/NbhQmLRPsxOEhVyjQsjRKLKa9, SHORT",
        "$y$/75$abcdefgh$/3.zrijg9hPl7LMep12QrK3A8Da.HVyvro3T/j78Z.6, WIDE",
        "$y$/75/.$abcdefgh$k2VBCku.iPEwhKbNdqsSrHjWcDwyGpdLRzD2DESw2B9, SIXTEEN",
        "$y$/75/0$abcdefgh$L9zXNPe9FEtOOEsf7Z6QZdW6OOdyrn8qDRENoK13Bo5, LONG",
        "$y$/75/1$abcdefgh$pkWPLn1JK4k.JYJp1tPYWchofr89K1DXTiwOw7IRoK3, SHORT",
        "$y$/750./$abcdefgh$T35DptF01S3H9gOkIF3kDX0CF3FwQm20APD9zcPSJkD, WIDE",
        "$y$/3/$saltsalt$ZGQlg9eB8pZ7GVteIXs3wieH.mqUNvjIJNBjcXV7bm7, SIXTEEN",
        "$gy$.75$abcdefgh$rZjKOXXuEVumDnlFh9bOko8QuWPDIPwyCgDk5BF2VOB, LONG",
        "$gy$/75/.$abcdefgh$k8OtfwlmmSlnfRuiDzPF8oETJjBzM5anP61jhmiELz7, SHORT"
    })
    void whatCryptMadeInMuchMemoryIsVerified(String hash, Password password) {
        assertMade(hash, password);
    }

    private static void assertMade(String hash, Password password) {
        StoredPassword stored = parse(hash);
        assertThat(stored.isHashed()).isTrue();
        assertThat(stored.verify(Secret.of(password.text))).isEqualTo(new VerifyResult.Match());
        assertThat(stored.verify(Secret.of("open " + password.text))).isEqualTo(new VerifyResult.Mismatch());
    }

    /** The hash itself is of no password; {@code #} stands for a digit of it. */
    @ParameterizedTest
    @CsvSource({
        "'$6$rounds=1000$ab$', 86",
        "'$6$rounds=1000000$ab$', 86",
        "'$6$0123456789abcdef$', 86",
        "'$5$rounds=1000$ab$', 43",
        "'$5$rounds=1000000$ab$', 43",
        "'$5$0123456789abcdef$', 43",
        "'$1$$', 22",
        "'$1$12345678$', 22",
        "'$sha1$1$a$', 28",
        "'$sha1$2000000$a$', 28",
        "'$md5,rounds=1$ab$', 22",
        "'$md5,rounds=1000000$ab$', 22",
        "'_/...abcd', 11",
        "'_.7o1abcd', 11",
        "'ab', 11",
        "'ab', 22",
        "'ab', 176",
        "'$2y$04$abcdefghijklmnopqrstuu', 31",
        "'$2y$16$abcdefghijklmnopqrstuu', 31"
    })
    void aHashMayCostAndHoldAsMuchAsItsBounds(String setting, int digits) {
        assertThat(parse(setting + "A".repeat(digits)).isHashed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "'$6$rounds=999$ab$', 86, malformed",
        "'$6$rounds=1000001$ab$', 86, SHA-crypt rounds above 1000000",
        "'$6$0123456789abcdefg$', 86, malformed",
        "'$6$ab$', 85, malformed",
        "'$6$ab$', 87, malformed",
        "'$5$rounds=999$ab$', 43, malformed",
        "'$5$rounds=1000001$ab$', 43, SHA-crypt rounds above 1000000",
        "'$5$0123456789abcdefg$', 43, malformed",
        "'$5$ab$', 42, malformed",
        "'$5$ab$', 44, malformed",
        "'$1$123456789$', 22, malformed",
        "'$1$ab$', 21, malformed",
        "'$1$ab$', 23, malformed",
        "'$1$a:b$', 22, malformed",
        "'$sha1$0$a$', 28, malformed",
        "'$sha1$2000001$a$', 28, SHA1-crypt rounds above 2000000",
        "'$md5,rounds=0$ab$', 22, malformed",
        "'$md5,rounds=1000001$ab$', 22, SunMD5 rounds above 1000000",
        "'_....abcd', 11, count of extended DES not between 1 and 1000000",
        "'_/7o1abcd', 11, count of extended DES not between 1 and 1000000",
        "'$3$$', 32, malformed",
        "'ab', 10, malformed",
        "'ab', 12, malformed",
        "'ab', 187, malformed",
        "'$2y$03$abcdefghijklmnopqrstuu', 31, bcrypt cost not between 4 and 16",
        "'$2y$17$abcdefghijklmnopqrstuu', 31, bcrypt cost not between 4 and 16",
        "'$2y$04$abcdefghijklmnopqrstuu', 30, malformed bcrypt hash",
        "'$2c$04$abcdefghijklmnopqrstuu', 31, malformed bcrypt hash"
    })
    void beyondTheBoundsAHashIsUnusableWithAReason(String setting, int digits, String reason) {
        String why = reason.equals("malformed") ? "malformed or unsupported crypt(3) hash" : reason;
        StoredPassword stored = parse(setting + "A".repeat(digits));
        assertThat(stored.isHashed()).isFalse();
        assertThat(stored.verify(Secret.of("sesame"))).isEqualTo(new VerifyResult.Unusable(why));
    }

    @ParameterizedTest
    @ValueSource(strings = {"!", "*", "!$6$ab$x", "*0"})
    void aLockedPasswordIsAMismatchOfAnyKindOfLogin(String data) {
        StoredPassword stored = parse(data);
        assertThat(stored.isHashed()).isFalse();
        assertThat(stored.verify(Secret.of("sesame"))).isEqualTo(new VerifyResult.Mismatch());
        assertThat(stored.verify(Secret.of(""))).isEqualTo(new VerifyResult.Mismatch());
        assertThat(stored.verifyCramMd5("<1@h>", "0".repeat(32))).isEqualTo(new VerifyResult.Mismatch());
        assertThat(stored.verifyApop("<1@h>", "0".repeat(32))).isEqualTo(new VerifyResult.Mismatch());
    }

    /** As crypt(3) writes them itself: the usual rounds are not written. */
    @Test
    void whatIsGeneratedHasTheShapeOfCrypt() {
        Secret password = Secret.of("sesame");
        String digit = "[./0-9A-Za-z]";
        assertThat(PasswordScheme.SHA256_CRYPT.generate(password, 5000))
                .matches("\\{SHA256-CRYPT}\\$5\\$" + digit + "{16}\\$" + digit + "{43}");
        assertThat(PasswordScheme.SHA512_CRYPT.generate(password, 1000))
                .matches("\\{SHA512-CRYPT}\\$6\\$rounds=1000\\$" + digit + "{16}\\$" + digit + "{86}");
        assertThat(PasswordScheme.MD5_CRYPT.generate(password))
                .matches("\\{MD5-CRYPT}\\$1\\$" + digit + "{8}\\$" + digit + "{22}");
        assertThat(PasswordScheme.DES_CRYPT.generate(password)).matches("\\{DES-CRYPT}" + digit + "{13}");
        assertThat(PasswordScheme.BLF_CRYPT.generate(password, 4))
                .matches("\\{BLF-CRYPT}\\$2y\\$04\\$" + digit + "{53}");
    }

    @ParameterizedTest
    @CsvSource({
        "$1$, MD5_CRYPT",
        "$2a$, BLF_CRYPT",
        "$2b$, BLF_CRYPT",
        "$2x$, BLF_CRYPT",
        "$2y$, BLF_CRYPT",
        "$5$, SHA256_CRYPT",
        "$6$, SHA512_CRYPT",
        "$argon2i$, ARGON2I",
        "$argon2id$, ARGON2ID",
        "$y$, CRYPT",
        "$gy$, CRYPT",
        "$7$, CRYPT",
        "$sha1$, CRYPT",
        "$md5$, CRYPT",
        "'$md5,', CRYPT",
        "$3$, CRYPT"
    })
    void aHashIsKnownByItsBeginning(String beginning, PasswordScheme scheme) {
        assertThat(HashShape.of(beginning + "rest")).contains(scheme);
        assertThat(HashShape.of("x" + beginning + "rest")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abOWKu0XEFEzw", "_J9..abcddKVHebM48Wk", "$", "$4$ab", "$2$04$ab", "$argon2d$v=19$"})
    void allOtherBeginningsAreOfNoScheme(String hash) {
        assertThat(HashShape.of(hash)).isEmpty();
    }

    /** Hashes that occupy a thread for long. */
    @ParameterizedTest
    @EnumSource(PasswordScheme.class)
    void allButDigestsAndClearPasswordsAreCostly(PasswordScheme scheme) {
        boolean costly = scheme.wireName().matches("CRYPT|.*-CRYPT|MD5|ARGON2.*|PBKDF2|SCRAM-.*");
        assertThat(scheme.isCostly()).isEqualTo(costly);
    }

    private static StoredPassword parse(String hash) {
        return StoredPassword.parse("{CRYPT}" + hash, "PLAIN");
    }
}
