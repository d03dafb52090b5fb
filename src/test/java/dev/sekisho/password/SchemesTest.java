// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the schemes of Dovecot take and refuse, by hashes that {@code doveadm pw} made. */
class SchemesTest {
    @ParameterizedTest
    @CsvSource({
        // Of exactly the stated size: it may have been cut, and every password that begins with it is right.
        "3-abc, abc, true",
        "3-abc, abcd, true",
        "3-abc, abcdefgh, true",
        "3-abc, ab, false",
        "3-abc, abd, false",
        "3-abc, abdc, false",
        "03-abc, abcd, true",
        // Of another size, or of none: it is whole.
        "4-abc, abc, true",
        "4-abc, abcd, false",
        "2-abc, abc, true",
        "2-abc, abcd, false",
        "2-abc, ab, false",
        "-abc, abc, true",
        "-abc, abcd, false",
        "3-a-b, a-bc, true"
    })
    void aPasswordThatWasCutIsRightAsFarAsItGoes(String data, String password, boolean right) {
        StoredPassword stored = StoredPassword.parse("{PLAIN-TRUNC}" + data, "PLAIN");
        assertThat(stored.verify(Secret.of(password))).isEqualTo(VerifyResult.of(right));
    }

    @Test
    void aPasswordThatWasNotCutHasAGreaterSize() {
        assertThat(PasswordScheme.PLAIN_TRUNC.generate(Secret.of("abc"))).isEqualTo("{PLAIN-TRUNC}4-abc");
    }

    @ParameterizedTest
    @CsvSource({
        "alice@example.org, a3bf2a2daad6998c28a1062889d40c00",
        "alice, 0bb8b7fb6ab5f67e5ac30e9b3a311d6f",
        "alice@, 0bb8b7fb6ab5f67e5ac30e9b3a311d6f",
        "a@b@example.org, 2836635eb9647e82f8839028ecd75705",
        "@example.org, 9bafeb78821f3fb00edab683b636400e"
    })
    void digestMd5IsOfOneAccountAndOnePassword(String account, String hash) {
        StoredPassword stored = StoredPassword.parse("{DIGEST-MD5}" + hash, "PLAIN");
        assertThat(stored.forAccount(account).verify(Secret.of("sesame"))).isEqualTo(new VerifyResult.Match());
        assertThat(stored.forAccount(account).verify(Secret.of("Sesame"))).isEqualTo(new VerifyResult.Mismatch());
        assertThat(stored.forAccount("x" + account).verify(Secret.of("sesame"))).isEqualTo(new VerifyResult.Mismatch());
    }

    @Test
    void digestMd5OfNoAccountIsUnusable() {
        assertThat(StoredPassword.parse("{DIGEST-MD5}a3bf2a2daad6998c28a1062889d40c00", "PLAIN")
                        .verify(Secret.of("sesame")))
                .isInstanceOf(VerifyResult.Unusable.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "{PBKDF2}$1$D0kTfSfuibgFb1Wb$5000$9f0670e9e376a65a363aafebbe1a6769427eee01 sesame",
                "{PBKDF2}$1$Ujk9LV3K7MWbM0j9$5000$237a35dcf648b165e7a70d842e0b042f20750f84 pässwörd-日本-€",
                "{SCRAM-SHA-1}4096,5FbMIiUU1CjsK2eYFr4Phw==,ZZRigWpCm9VvP87sFhtaVYpgQFo=,"
                        + "PobUHxNxxu5dpQibv4EFDbRKJ98= sesame",
                "{CRAM-MD5}c06486eb23448c26ecccb57ea835cb2bece48cb9aaeb56d997ef9fc87fc5a563 sesame",
            })
    void whatDovecotMadeIsVerified(String stored, String password) {
        assertThat(StoredPassword.parse(stored, "PLAIN").verify(Secret.of(password)))
                .isEqualTo(new VerifyResult.Match());
        assertThat(StoredPassword.parse(stored, "PLAIN").verify(Secret.of(password + "x")))
                .isEqualTo(new VerifyResult.Mismatch());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{PLAIN-TRUNC}3abc | PLAIN-TRUNC password without size or password",
                "{PLAIN-TRUNC}3- | PLAIN-TRUNC password without size or password",
                "{PLAIN-TRUNC}1234567890-abc | PLAIN-TRUNC password without size or password",
                "{ARGON2ID}$argon2id$v=16$m=8,t=1,p=1$c29tZXNhbHQ$MTIzNDU2Nzg5MDEyMzQ1Ng | malformed Argon2 hash",
                "{ARGON2ID}$argon2id$v=19$m=7,t=1,p=1$c29tZXNhbHQ$MTIzNDU2Nzg5MDEyMzQ1Ng | Argon2 parameters out of range",
                "{ARGON2ID}$argon2id$v=19$m=262145,t=1,p=1$c29tZXNhbHQ$MTIzNDU2Nzg5MDEyMzQ1Ng | "
                        + "Argon2 memory above 262144 KiB, or too many passes",
                "{ARGON2ID}$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQAA$MTIzNDU2Nzg5MDEyMzQ1Ng | malformed Argon2 hash",
                "{ARGON2ID}$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$MTIzNDU2Nzg5MDEyMzQ1NgAAA | malformed Argon2 hash",
                "{PBKDF2}$1$salt$5000$abc | malformed PBKDF2 hash",
                "{PBKDF2}$1$salt$2000001$045deb5a70b1f910abbfc627286895eb77abff2d | "
                        + "PBKDF2 iterations not between 1 and 2000000",
                "{SCRAM-SHA-1}4096,QUFB,icFrEsN+t7TnJRofeT02KiPsbKk= | malformed SCRAM password",
                "{SCRAM-SHA-1}4095,QUFB,icFrEsN+t7TnJRofeT02KiPsbKk=,Wk2Q/4waAEBfnVeuUN2yPMW0+tM= | "
                        + "SCRAM iterations not between 4096 and 2000000",
                "{SCRAM-SHA-1}2000001,QUFB,icFrEsN+t7TnJRofeT02KiPsbKk=,Wk2Q/4waAEBfnVeuUN2yPMW0+tM= | "
                        + "SCRAM iterations not between 4096 and 2000000",
                "{SCRAM-SHA-1}4096,A,icFrEsN+t7TnJRofeT02KiPsbKk=,Wk2Q/4waAEBfnVeuUN2yPMW0+tM= | "
                        + "malformed SCRAM password",
                "{SCRAM-SHA-1}4096,QUFB,icFrEsN+t7Tn,Wk2Q/4waAEBfnVeuUN2yPMW0+tM= | malformed SCRAM password",
                "{SCRAM-SHA-1}4096,QUFB,icFrEsN+t7TnJRofeT02KiPsbKk=,Wk2Q/4waAEBf | malformed SCRAM password",
                "{SSHA}mJsrw1iCgQRqaHEpcjdGQzVcHf8= | salted SHA-1 password is too short",
                "{SSHA}%% | malformed SSHA password",
                "{SHA1}qvTGHdzF6KLavt4PO0gs2a6pQA== | malformed SHA1 password",
                "{CRYPT}$y$ | malformed yescrypt hash",
                "{CRYPT}$7$ | malformed scrypt hash",
                "{CRYPT}$7$./..../....salt$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA | malformed scrypt hash",
                "{CRYPT}$7$I6..../....salt$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA | scrypt cost above the bounds",
                "{CRYPT}$y$j7$salt$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA | malformed yescrypt hash",
                "{CRYPT}$y$jG5$salt$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA | "
                        + "yescrypt flavor that crypt(3) does not verify, or cost above the bounds",
                "{PLAIN} | stored password is empty"
            })
    void aMalformedPasswordIsUnusableWithAReason(String stored, String reason) {
        VerifyResult unusable = new VerifyResult.Unusable(reason);
        StoredPassword parsed = StoredPassword.parse(stored, "PLAIN");
        assertThat(parsed.isHashed()).isFalse();
        assertThat(parsed.verify(Secret.of("abc"))).isEqualTo(unusable);
        assertThat(parsed.verifyCramMd5("<1@h>", "0".repeat(32))).isEqualTo(unusable);
        assertThat(parsed.verifyApop("<1@h>", "0".repeat(32))).isEqualTo(unusable);
        assertThat(parsed.verifyApop("<1@h>", "0")).isEqualTo(unusable);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{PBKDF2}$1$salt$1$045deb5a70b1f910abbfc627286895eb77abff2d",
                "{PBKDF2}$1$salt$2000000$045deb5a70b1f910abbfc627286895eb77abff2d",
                "{SCRAM-SHA-1}4096,QUFB,icFrEsN+t7TnJRofeT02KiPsbKk=,Wk2Q/4waAEBfnVeuUN2yPMW0+tM=",
                "{SCRAM-SHA-1}2000000,QUFB,icFrEsN+t7TnJRofeT02KiPsbKk=,Wk2Q/4waAEBfnVeuUN2yPMW0+tM=",
                "{SSHA}mJsrw1iCgQRqaHEpcjdGQzVcHf9h"
            })
    void theLastValuesThatArePermittedAreTaken(String stored) {
        assertThat(StoredPassword.parse(stored, "PLAIN").isHashed()).isTrue();
    }

    @Test
    void whatIsStoredHasAtMost4096Characters() {
        Secret password = Secret.of("sesame");
        String greatest = "{PLAIN}" + "x".repeat(4089);
        assertThat(StoredPassword.parse(greatest, "PLAIN").verify(password)).isEqualTo(new VerifyResult.Mismatch());
        assertThat(StoredPassword.parse(greatest + "x", "PLAIN").verify(password))
                .isEqualTo(new VerifyResult.Unusable("stored password is longer than 4096 characters"));
    }

    @Test
    void aClearPasswordThatWasEncryptedIsReadAsPlain() {
        StoredPassword stored = StoredPassword.ofClear(Secret.of("{SSHA}sesame"));
        assertThat(stored.scheme()).contains(PasswordScheme.PLAIN);
        assertThat(stored.verify(Secret.of("{SSHA}sesame"))).isEqualTo(new VerifyResult.Match());
        assertThat(stored.verify(Secret.of("sesame"))).isEqualTo(new VerifyResult.Mismatch());
    }

    @Test
    void aDummyHasTheUsualCostAndMatchesNoAnswerToAChallenge() {
        StoredPassword dummy = StoredPassword.dummy(PasswordScheme.PLAIN);
        assertThat(dummy.scheme()).contains(PasswordScheme.PLAIN);
        assertThat(dummy.verify(Secret.of("sesame"))).isEqualTo(new VerifyResult.Mismatch());
        assertThat(dummy.verifyCramMd5("<1@h>", "0".repeat(32))).isEqualTo(new VerifyResult.Mismatch());
        assertThat(dummy.verifyApop("<1@h>", "0".repeat(32))).isEqualTo(new VerifyResult.Mismatch());
    }

    @ParameterizedTest
    @EnumSource(PasswordScheme.class)
    void onlyPlainSchemesKeepThePasswordAsItIs(PasswordScheme scheme) {
        boolean clear = scheme.encode(Secret.of("sesame"), scheme.minCost()).contains("sesame");
        assertThat(scheme.isClear()).isEqualTo(clear);
    }

    @ParameterizedTest
    @CsvSource({
        "BLF_CRYPT, 4, 10, 16",
        "SHA512_CRYPT, 1000, 5000, 1000000",
        "ARGON2I, 3, 4, 10",
        "ARGON2ID, 1, 2, 10",
        "PBKDF2, 1, 5000, 2000000",
        "SCRAM_SHA_256, 4096, 4096, 2000000",
        "SSHA512, 0, 0, 0"
    })
    void aCostIsWithinTheBoundsOfItsScheme(PasswordScheme scheme, int least, int usual, int most) {
        assertThat(scheme.minCost()).isEqualTo(least);
        assertThat(scheme.defaultCost()).isEqualTo(usual);
        assertThat(scheme.maxCost()).isEqualTo(most);
    }

    @Test
    void aNewPasswordIsOfAKnownScheme() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PasswordScheme.forNew("rot13"))
                .withMessage("is not a password scheme");
    }
}
