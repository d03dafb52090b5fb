// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each scheme in both directions against Dovecot's own implementation. */
@Tag("slow")
class DoveadmDifferentialTest {
    private static final byte[] PASSWORD = "pässwörd-日本-€ \"$1{x}".getBytes(StandardCharsets.UTF_8);
    private static final String SEVENTY_TWO =
            "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ+-*/=!.,;:";

    /** Printed with each failure, so that it can be run again. */
    private static final long SEED = System.nanoTime();

    @BeforeAll
    static void needDoveadm() {
        Doveadm.assumeInstalled();
    }

    @ParameterizedTest
    @EnumSource(
            value = PasswordScheme.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NTLM", "PLAIN_TRUNC", "DIGEST_MD5"})
    void whatDovecotStoresIsVerified(PasswordScheme scheme) {
        String stored = Doveadm.generate(scheme.wireName(), PASSWORD);

        assertMatches(stored, PASSWORD);
        assertMismatches(stored, "pässwörd-日本-€ \"$1{y}".getBytes(StandardCharsets.UTF_8), scheme);
    }

    @ParameterizedTest
    @EnumSource(
            value = PasswordScheme.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NTLM", "DIGEST_MD5"})
    void dovecotVerifiesWhatIsGenerated(PasswordScheme scheme) {
        String stored = scheme.generate(Secret.ofBytes(PASSWORD));

        assertThat(Doveadm.accepts(stored, PASSWORD)).as(stored).isTrue();
        assertThat(Doveadm.accepts(stored, "wrong".getBytes(StandardCharsets.UTF_8)))
                .as(stored)
                .isFalse();
    }

    /** docs/known-issues.md names the others. */
    @Test
    void eachSchemeOfDovecotIsServedButOne() {
        assertThat(Doveadm.schemes().stream()
                        .filter(name -> PasswordScheme.named(name).isEmpty()))
                .isSubsetOf("OTP");
        assertThat(Doveadm.schemes()).contains("BLF-CRYPT", "ARGON2ID");
    }

    /** The name is part of the hash: with or without domain, and with an @ of its own. */
    @ParameterizedTest
    @ValueSource(strings = {"alice@example.org", "alice", "a@b@example.org", "jörg@例え.jp", "alice@"})
    void digestMd5IsOfOneAccount(String account) {
        for (String scheme : new String[] {"DIGEST-MD5", "DIGEST-MD5.b64"}) {
            StoredPassword stored = StoredPassword.parse(Doveadm.generate(scheme, PASSWORD, "-u", account), "PLAIN");

            assertThat(stored.forAccount(account).verify(Secret.ofBytes(PASSWORD)))
                    .isEqualTo(new VerifyResult.Match());
            assertThat(stored.forAccount(account).verify(Secret.of("wrong"))).isEqualTo(new VerifyResult.Mismatch());
            assertThat(stored.forAccount("x" + account).verify(Secret.ofBytes(PASSWORD)))
                    .isEqualTo(new VerifyResult.Mismatch());
            assertThat(stored.verify(Secret.ofBytes(PASSWORD))).isInstanceOf(VerifyResult.Unusable.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"3-abc", "03-abc", "4-abc", "2-abc", "-abc", "3-abcd", "abc", "3abc", "1-a-b", "0-abc"})
    void whatPlainTruncTakesDovecotTakes(String data) {
        for (String password : new String[] {"abc", "abcd", "abcde", "ab", "a", "a-b", "a-bc", "x", "3-abc"}) {
            assertThat(StoredPassword.parse("{PLAIN-TRUNC}" + data, "PLAIN")
                            .verify(Secret.of(password))
                            .isMatch())
                    .as("%s %s", data, password)
                    .isEqualTo(Doveadm.accepts("{PLAIN-TRUNC}" + data, password.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** Not PBKDF2: its data begin with $1$, which Dovecot takes for MD5-CRYPT with every default scheme. */
    @ParameterizedTest
    @EnumSource(
            value = PasswordScheme.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"PBKDF2", "NTLM", "PLAIN_TRUNC", "DIGEST_MD5"})
    void withoutItsPrefixItIsReadByTheDefaultScheme(PasswordScheme scheme) {
        String stored = Doveadm.generate(scheme.wireName(), PASSWORD);
        String bare = stored.substring(stored.indexOf('}') + 1);

        assertThat(StoredPassword.parse(bare, scheme.wireName()).verify(Secret.ofBytes(PASSWORD)))
                .as(stored)
                .isEqualTo(new VerifyResult.Match());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2a", "2b", "2y"})
    void eachSpellingOfBcryptIsTheSame(String version) {
        String made = PasswordScheme.BLF_CRYPT.generate(Secret.ofBytes(PASSWORD), 4);
        String stored = made.replace("$2y$", "$" + version + "$");

        assertMatches(stored, PASSWORD);
        assertThat(Doveadm.accepts(stored, PASSWORD)).as(stored).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = PasswordScheme.class,
            names = {"PLAIN", "SHA", "SHA256", "SSHA512", "SMD5", "PLAIN_MD5", "LDAP_MD5", "CRAM_MD5", "SHA512_CRYPT"})
    void eachEncodingSuffixOfDovecotIsUnderstood(PasswordScheme scheme) {
        for (String suffix : new String[] {".hex", ".b64", ".base64", ".HEX", ".B64"}) {
            assertMatches(Doveadm.generate(scheme.wireName() + suffix, PASSWORD), PASSWORD);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SHA256-CRYPT, 1000",
        "SHA512-CRYPT, 12345",
        "BLF-CRYPT, 4",
        "BLF-CRYPT, 8",
        "ARGON2ID, 3",
        "ARGON2I, 6",
        "PBKDF2, 1",
        "PBKDF2, 20000",
        "SCRAM-SHA-1, 5000",
        "SCRAM-SHA-256, 10000"
    })
    void roundsChosenWithDovecotAreFollowed(String scheme, String rounds) {
        assertMatches(Doveadm.generate(scheme, PASSWORD, "-r", rounds), PASSWORD);
    }

    @ParameterizedTest
    @CsvSource({
        "SHA256_CRYPT, 1000",
        "SHA512_CRYPT, 20000",
        "BLF_CRYPT, 4",
        "ARGON2ID, 1",
        "ARGON2I, 3",
        "PBKDF2, 1",
        "PBKDF2, 20000",
        "SCRAM_SHA_1, 5000",
        "SCRAM_SHA_256, 10000"
    })
    void dovecotFollowsTheCostThatIsGenerated(PasswordScheme scheme, int cost) {
        String stored = scheme.generate(Secret.ofBytes(PASSWORD), cost);

        assertThat(Doveadm.accepts(stored, PASSWORD)).as(stored).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = PasswordScheme.class,
            names = {
                "PLAIN",
                "BLF_CRYPT",
                "SHA256_CRYPT",
                "SHA512_CRYPT",
                "DES_CRYPT",
                "MD5_CRYPT",
                "PBKDF2",
                "SCRAM_SHA_256",
                "SSHA",
                "SHA512",
                "CRAM_MD5"
            })
    void passwordsOfAnyBytesAreHashedAlike(PasswordScheme scheme) {
        Random random = new Random(SEED);
        for (int size : new int[] {1, 7, 8, 9, 63, 64, 65, 71, 72, 73, 128, 300}) {
            byte[] password = randomPassword(random, size);
            // In base64, since neither a command line nor a row of a table carries bytes that are not UTF-8.
            assertMatches(Doveadm.generate(scheme.wireName() + ".b64", password), password);
        }
    }

    @Test
    void bcryptLooksAtTheSameSeventyTwoBytes() {
        byte[] longer = (SEVENTY_TWO + "tail").getBytes(StandardCharsets.UTF_8);
        String stored = PasswordScheme.BLF_CRYPT.generate(Secret.of(SEVENTY_TWO + "another"), 4);

        assertThat(Doveadm.accepts(stored, longer)).isTrue();
        assertMatches(stored, longer);
        assertMatches(Doveadm.generate("BLF-CRYPT", longer), SEVENTY_TWO.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void desCryptLooksAtTheSameEightBytes() {
        String stored = Doveadm.generate("DES-CRYPT", "12345678".getBytes(StandardCharsets.UTF_8));

        assertMatches(stored, "123456789".getBytes(StandardCharsets.UTF_8));
        assertMismatches(stored, "1234567".getBytes(StandardCharsets.UTF_8), PasswordScheme.DES_CRYPT);
    }

    private static void assertMatches(String stored, byte[] password) {
        assertThat(StoredPassword.parse(stored, "PLAIN").verify(Secret.ofBytes(password)))
                .as("%s (seed %d)", stored, SEED)
                .isEqualTo(new VerifyResult.Match());
    }

    private static void assertMismatches(String stored, byte[] password, PasswordScheme scheme) {
        StoredPassword parsed = StoredPassword.parse(stored, "PLAIN");
        assertThat(parsed.scheme()).contains(scheme);
        boolean looksAtEightBytes = scheme == PasswordScheme.DES_CRYPT && password.length > 8;
        assertThat(parsed.verify(Secret.ofBytes(password)).isMatch()).as(stored).isEqualTo(looksAtEightBytes);
    }

    /** Any bytes but NUL and the line ends that would cut doveadm's input. */
    private static byte[] randomPassword(Random random, int size) {
        byte[] password = new byte[size];
        for (int i = 0; i < size; i++) {
            do {
                password[i] = (byte) random.nextInt(256);
            } while (password[i] == 0 || password[i] == '\n' || password[i] == '\r');
        }
        return password;
    }
}
