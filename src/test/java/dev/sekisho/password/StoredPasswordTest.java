// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoredPasswordTest {
    private static final String MD5_CRYPT =
            PasswordScheme.MD5_CRYPT.generate(Secret.of("open sesame")).substring("{MD5-CRYPT}".length());

    @ParameterizedTest
    @EnumSource(PasswordScheme.class)
    void whatIsGeneratedMatchesItsPasswordOnly(PasswordScheme scheme) {
        StoredPassword stored = StoredPassword.parse(scheme.encode(Secret.of("sesame"), scheme.minCost()), "PLAIN")
                .forAccount("");

        assertThat(stored.scheme()).contains(scheme);
        assertThat(stored.verify(Secret.of("sesame"))).isEqualTo(new VerifyResult.Match());
        assertThat(stored.verify(Secret.of("Sesame"))).isEqualTo(new VerifyResult.Mismatch());
    }

    // Vectors: libxcrypt, Dovecot's self-test of crypt(3), RFC 7677 3.
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "{SHA256-CRYPT}$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5 'Hello world!'",
                "{CRYPT}$6$rounds=1000$0123456789abcdef$ZIAd5WqfyLkpvsVCVUU1GrvqaZTq"
                        + "vhJoouxdSqJO71l9Ld3tVrfOatEjarhghvEYADkq//LpDnTeO90tcbtHR1 08/15!test~4711",
                "{crypt}$5$rounds=1000$0123456789abcdef$K/DksR0DT01hGc8g/kt9McEgrbFMKi9qrb1jehe7hn4 08/15!test~4711",
                "{CRYPT}$2a$04$0123456789abcdefABCDE.N.drYX5yIAL1LkTaaZotW3yI0hQhZru 08/15!test~4711",
                "{Crypt}JBOZ0DgmtucwE 08/15!test~4711",
                "{SCRAM-SHA-256}4096,W22ZaJ0SNY7soEsUEjb6gQ==,WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=,"
                        + "wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU= pencil"
            })
    void publishedVectorsMatch(String stored, String password) {
        assertThat(StoredPassword.parse(stored, "PLAIN").verify(Secret.of(password)))
                .isEqualTo(new VerifyResult.Match());
    }

    @Test
    void theDefaultSchemeAppliesWithoutPrefix() {
        String hex = "5d41402abc4b2a76b9719d911017c592"; // md5 of "hello"

        assertThat(StoredPassword.parse(hex, "plain-md5")
                        .verify(Secret.of("hello"))
                        .isMatch())
                .isTrue();
        assertThat(StoredPassword.parse(hex, "PLAIN").verify(Secret.of(hex)).isMatch())
                .isTrue();
        assertThat(StoredPassword.parse("c2VzYW1l", "PLAIN.b64")
                        .verify(Secret.of("sesame"))
                        .isMatch())
                .isTrue();
    }

    @Test
    void aPrefixBeatsTheDefaultScheme() {
        assertThat(StoredPassword.parse("{PLAIN}sesame", "SHA512-CRYPT")
                        .verify(Secret.of("sesame"))
                        .isMatch())
                .isTrue();
    }

    @Test
    void md5CryptIsSeenWithoutPrefixAndItsTrailerIsIgnored() {
        StoredPassword stored = StoredPassword.parse(MD5_CRYPT + "$ignored", "PLAIN");

        assertThat(stored.scheme()).contains(PasswordScheme.MD5_CRYPT);
        assertThat(stored.verify(Secret.of("open sesame")).isMatch()).isTrue();
    }

    @Test
    void aClearPasswordMayStartLikeMd5Crypt() {
        assertThat(StoredPassword.parse("$1$up", "PLAIN")
                        .verify(Secret.of("$1$up"))
                        .isMatch())
                .isTrue();
    }

    @Test
    void theMd5SchemeTakesBothKinds() {
        assertThat(StoredPassword.parse("{MD5}" + MD5_CRYPT, "PLAIN")
                        .verify(Secret.of("open sesame"))
                        .isMatch())
                .isTrue();
        assertThat(StoredPassword.parse("{MD5}5d41402abc4b2a76b9719d911017c592", "PLAIN")
                        .verify(Secret.of("hello"))
                        .isMatch())
                .isTrue();
    }

    @Test
    void fixedSizeDigestsAreReadInHexAndBase64() {
        String hex = "{SHA1}aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d"; // "hello"
        String base64 = "{SHA1}qvTGHdzF6KLavt4PO0gs2a6pQ00=";

        assertThat(StoredPassword.parse(hex, "PLAIN").verify(Secret.of("hello")).isMatch())
                .isTrue();
        assertThat(StoredPassword.parse(base64, "PLAIN")
                        .verify(Secret.of("hello"))
                        .isMatch())
                .isTrue();
    }

    /** MS-NLMP 3.3.1; the second is what Samba stores for Grün, the third what Dovecot 2.2 did. */
    @ParameterizedTest
    @CsvSource({
        "a4f49c406510bdcab6824ee7c30fd852, Password",
        "9a01d0468dd9a80a2ded04e704875914, Grün",
        "f84b8f073b890b4697dc6f38fab38aaa, Grün",
    })
    void ntlmIsOfUnicodeOrOfWidenedBytes(String hash, String password) {
        assertThat(StoredPassword.parse("{NTLM}" + hash, "PLAIN").verify(Secret.of(password)))
                .isEqualTo(new VerifyResult.Match());
        assertThat(StoredPassword.parse("{NTLM}" + hash, "PLAIN").verify(Secret.of(password + "x")))
                .isEqualTo(new VerifyResult.Mismatch());
        assertThat(PasswordScheme.NTLM.generate(Secret.of("Password")))
                .isEqualTo("{NTLM}a4f49c406510bdcab6824ee7c30fd852");
    }

    /** Dovecot takes any password for it. */
    @ParameterizedTest
    @ValueSource(strings = {"{PLAIN-TRUNC}0-", "{PLAIN-TRUNC}-"})
    void anEmptyPlainTruncPasswordNeverMatches(String stored) {
        assertThat(StoredPassword.parse(stored, "PLAIN").verify(Secret.of("anything")))
                .isInstanceOf(VerifyResult.Unusable.class);
    }

    @Test
    void aSchemeThatHashesTheNameIsNotMade() {
        assertThatIllegalArgumentException().isThrownBy(() -> PasswordScheme.DIGEST_MD5.generate(Secret.of("sesame")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PasswordScheme.forNew("digest-md5"))
                .withMessageContaining("cannot be used for new passwords");
        assertThat(PasswordScheme.forNew("ssha512")).isEqualTo(PasswordScheme.SSHA512);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{PLAIN}",
                "{CRYPT}$md5,rounds=1000001$ab$$AAAAAAAAAAAAAAAAAAAAAA",
                "{CRYPT}$md5,rounds=4294967295$ab$$AAAAAAAAAAAAAAAAAAAAAA",
                "{CRYPT}$y$/G5/z$abcdefgh$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "{OTP}sha1 1024 bfa567db58de844f c84513d6e6a69e16",
                "{NTLM}0123456789abcdef",
                "{PLAIN.utf7}x",
                "{}x",
                "{SHA512-CRYPT}$6$rounds=999999999$salt$"
                        + "K3wlhb54U9yZHUUeAI5xhT3XbNPIIw6PHEUQ7bk4noIdSKw00z89swO5oQmPAdupbrEgSrgdBe4nGWtDgfT/r1",
                "{BLF-CRYPT}$2y$31$mUjOewq3xVokt2/LzWOsmeFoLmRgTyx.CksmMJeR83rJinvYiWG0e",
                "{ARGON2ID}$argon2id$v=19$m=1048576,t=1,p=1$c2FsdHNhbHQ$MTIzNDU2Nzg5MDEyMzQ1Ng",
                "{ARGON2ID}$argon2id$v=19$m=262144,t=5,p=1$c2FsdHNhbHQ$MTIzNDU2Nzg5MDEyMzQ1Ng",
                "{ARGON2ID}$argon2id$v=19$m=8,t=0,p=1$c2FsdHNhbHQ$MTIzNDU2Nzg5MDEyMzQ1Ng",
                "{ARGON2ID}$argon2id$v=19$m=8,t=1,p=2$c2FsdHNhbHQ$MTIzNDU2Nzg5MDEyMzQ1Ng",
                "{ARGON2ID}$argon2d$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$MTIzNDU2Nzg5MDEyMzQ1Ng",
                "{PBKDF2}$1$salt$999999999$045deb5a70b1f910abbfc627286895eb77abff2d",
                "{PBKDF2}$1$salt$0$045deb5a70b1f910abbfc627286895eb77abff2d",
                "{SCRAM-SHA-1}1,QUFB,icFrEsN+t7TnJRofeT02KiPsbKk=,Wk2Q/4waAEBfnVeuUN2yPMW0+tM=",
                "{SCRAM-SHA-1}4096,QUFB,icFrEsN+t7Tn,Wk2Q/4waAEBfnVeuUN2yPMW0+tM=",
                "{SHA256}short",
                "{SSHA}mJsrw1iCgQRqaHEpcjdGQzVcHf8=",
                "{SMD5}%%%",
                "{CRAM-MD5}4a60bd37",
                "{CRYPT}$y$j9T$abc$def",
                "{SHA512.hex}0g",
            })
    void anUnusableStoredPasswordIsNotAWrongPassword(String stored) {
        StoredPassword parsed = StoredPassword.parse(stored, "PLAIN");

        assertThat(parsed.verify(Secret.of("x"))).isInstanceOf(VerifyResult.Unusable.class);
        assertThat(parsed.verify(Secret.of(""))).isInstanceOf(VerifyResult.Unusable.class);
        assertThat(parsed.verifyCramMd5("<1@h>", "0".repeat(32))).isInstanceOf(VerifyResult.Unusable.class);
        assertThat(parsed.verifyApop("<1@h>", "short")).isInstanceOf(VerifyResult.Unusable.class);
        assertThat(parsed.clear()).isEmpty();
    }

    @Test
    void anUnknownDefaultSchemeIsUnusable() {
        assertThat(StoredPassword.parse("x", "ROT13").verify(Secret.of("x")))
                .isEqualTo(new VerifyResult.Unusable("unknown password scheme ROT13"));
    }

    @Test
    void aReasonDoesNotShowWhatStandsInBracesOfAClearPassword() {
        VerifyResult result = StoredPassword.parse("{my secret!}x", "PLAIN").verify(Secret.of("x"));

        assertThat(result).isEqualTo(new VerifyResult.Unusable("unknown password scheme"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{CRYPT}!", "{CRYPT}*", "{SHA512-CRYPT}!$6$salt$hash"})
    void aLockedPasswordMatchesNothing(String stored) {
        assertThat(StoredPassword.parse(stored, "PLAIN").verify(Secret.of("!"))).isEqualTo(new VerifyResult.Mismatch());
    }

    @Test
    void aPasswordWithNulMatchesNothing() {
        // bcrypt's key is the password and a NUL, repeated: to it "a" and "a NUL a" are the same.
        StoredPassword stored = StoredPassword.parse(PasswordScheme.BLF_CRYPT.generate(Secret.of("a"), 4), "PLAIN");

        assertThat(stored.verify(Secret.of("a\0a"))).isEqualTo(new VerifyResult.Mismatch());
        assertThat(stored.verify(Secret.of("a")).isMatch()).isTrue();
    }

    @Test
    void anEmptyPasswordMatchesNothing() {
        String digestOfNothing = "{PLAIN-MD5}d41d8cd98f00b204e9800998ecf8427e";

        assertThat(StoredPassword.parse(digestOfNothing, "PLAIN").verify(Secret.of("")))
                .isEqualTo(new VerifyResult.Mismatch());
    }

    @Test
    void passwordsOfUpToOneKibibyteAreChecked() {
        String greatest = "x".repeat(1024);

        assertThat(StoredPassword.parse(greatest, "PLAIN")
                        .verify(Secret.of(greatest))
                        .isMatch())
                .isTrue();
        assertThat(StoredPassword.parse(greatest + "x", "PLAIN").verify(Secret.of(greatest + "x")))
                .isEqualTo(new VerifyResult.Mismatch());
    }

    @Test
    void onlyClearSchemesGiveTheClearPassword() {
        assertThat(StoredPassword.parse("{CLEARTEXT}sésame", "PLAIN").clear())
                .hasValueSatisfying(clear -> assertThat(clear.text()).isEqualTo("sésame"));
        assertThat(StoredPassword.parse(PasswordScheme.CRAM_MD5.generate(Secret.of("x")), "PLAIN")
                        .clear())
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(PasswordScheme.class)
    void aDummyMatchesNothing(PasswordScheme scheme) {
        StoredPassword dummy = StoredPassword.dummy(scheme, scheme.minCost());

        assertThat(dummy.verify(Secret.of("sesame"))).isEqualTo(new VerifyResult.Mismatch());
        assertThat(dummy.verifyCramMd5("<1@h>", "0".repeat(32)).isMatch()).isFalse();
        assertThat(dummy.clear()).isEmpty();
    }

    @Test
    void aDummyHashesLikeARealOneAndRefusesEvenTheRightPassword() {
        AtomicInteger hashed = new AtomicInteger();
        Verifier dummy = Verifier.neverMatching(password -> {
            hashed.incrementAndGet();
            return new VerifyResult.Match();
        });

        assertThat(dummy.verify("right".getBytes(StandardCharsets.UTF_8))).isEqualTo(new VerifyResult.Mismatch());
        assertThat(hashed).hasValue(1);
    }

    @Test
    void costsOutOfBoundsAreNotGenerated() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PasswordScheme.BLF_CRYPT.generate(Secret.of("x"), 17))
                .withMessage("cost of BLF-CRYPT is 17, not between 4 and 16");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\0b"})
    void passwordsThatNeverMatchAreNotStored(String password) {
        assertThatIllegalArgumentException().isThrownBy(() -> PasswordScheme.SSHA512.generate(Secret.of(password)));
    }

    @Test
    void eachGenerationTakesANewSalt() {
        assertThat(PasswordScheme.SSHA512.generate(Secret.of("x")))
                .isNotEqualTo(PasswordScheme.SSHA512.generate(Secret.of("x")));
    }

    @Test
    void nothingOfAPasswordIsPrinted() {
        assertThat(StoredPassword.parse("{PLAIN}sesame", "PLAIN")).hasToString("{PLAIN}***");
        assertThat(StoredPassword.parse("{sesame}", "PLAIN")).hasToString("{?}***");
    }

    @ParameterizedTest
    @CsvSource({
        "BLF_CRYPT, 4",
        "SHA256_CRYPT, 1000",
        "SHA512_CRYPT, 5000",
        "ARGON2ID, 1",
        "ARGON2I, 3",
        "PBKDF2, 7",
        "SCRAM_SHA_1, 4096",
        "SCRAM_SHA_256, 5000"
    })
    void theCostOfAHashIsRead(PasswordScheme scheme, int cost) {
        assertThat(StoredPassword.parse(scheme.generate(Secret.of("sesame"), cost), "PLAIN")
                        .cost())
                .hasValue(cost);
    }

    /** An upgrade then replaces it. */
    @Test
    void passesOverLittleMemoryCostNothing() {
        String stored = "{ARGON2ID}$argon2id$v=19$m=%d,t=9,p=1$c29tZXNhbHQxMjM0NTY$" + "A".repeat(43);
        assertThat(StoredPassword.parse(stored.formatted(19_455), "PLAIN").cost())
                .hasValue(0);
        assertThat(StoredPassword.parse(stored.formatted(65_536), "PLAIN").cost())
                .hasValue(9);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{PLAIN}sesame", "{SSHA}nonsense", "{BLF-CRYPT}nonsense", "{PBKDF2}$1$", "{NONSENSE}x", ""})
    void aSchemeWithoutACostHasNone(String stored) {
        assertThat(StoredPassword.parse(stored, "PLAIN").cost()).isEmpty();
    }
}
