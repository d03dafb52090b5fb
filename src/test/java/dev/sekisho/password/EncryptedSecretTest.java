// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncryptedSecretTest {
    private static final EncryptionKey KEY = EncryptionKey.of("k1", base64(32));
    private static final String OWNER = "alice@example.org";

    private static String base64(int bytes) {
        return Base64.getEncoder().encodeToString(new byte[bytes]);
    }

    private static EncryptedSecret parsed(String stored) {
        return EncryptedSecret.parse(stored).orElseThrow();
    }

    @Test
    void whatIsEncryptedOpensForItsOwnerOnly() {
        String stored = EncryptedSecret.encrypt(Secret.of("pässwörd"), KEY, OWNER);
        assertThat(stored).startsWith("{ENCRYPTED}k1$").doesNotContain("pässwörd");
        assertThat(parsed(stored).keyId()).isEqualTo("k1");
        assertThat(parsed(stored).open(KEY, OWNER).map(Secret::text)).contains("pässwörd");
        assertThat(parsed(stored).open(KEY, "bob@example.org")).isEmpty();
    }

    @Test
    void theSameSecretIsEncryptedDifferentlyEachTime() {
        assertThat(EncryptedSecret.encrypt(Secret.of("x"), KEY, OWNER))
                .isNotEqualTo(EncryptedSecret.encrypt(Secret.of("x"), KEY, OWNER));
    }

    @Test
    void anyChangedByteIsNoticed() {
        String stored = EncryptedSecret.encrypt(Secret.of("x"), KEY, OWNER);
        int start = stored.indexOf('$') + 1;
        byte[] bytes = Base64.getDecoder().decode(stored.substring(start));
        for (int i = 0; i < bytes.length; i++) {
            byte[] changed = bytes.clone();
            changed[i] ^= 1;
            String text = stored.substring(0, start) + Base64.getEncoder().encodeToString(changed);
            assertThat(parsed(text).open(KEY, OWNER)).as("byte %d", i).isEmpty();
        }
    }

    @Test
    void thePasswordOfTheGreatestSizeFitsItsColumn() {
        String stored = EncryptedSecret.encrypt(Secret.of("x".repeat(1024)), KEY, OWNER);
        assertThat(stored.length()).isLessThan(2048);
        assertThat(parsed(stored).open(KEY, OWNER)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{ENCRYPTED}",
                "{ENCRYPTED}k1$",
                "{ENCRYPTED}k1$AAAA",
                "{PLAIN}k1$AAAA",
                "{ENCRYPTED}a b$AAAA"
            })
    void anythingElseIsNone(String stored) {
        assertThat(EncryptedSecret.parse(stored)).isEmpty();
    }

    /** 12 bytes of initialisation vector and 16 of tag are the least, and what an empty secret takes. */
    @Test
    void aBoxHasAtLeast28Bytes() {
        String encrypted = EncryptedSecret.encrypt(Secret.of(""), KEY, OWNER);
        assertThat(parsed(encrypted).open(KEY, OWNER).map(Secret::text)).contains("");
        assertThat(EncryptedSecret.parse("{ENCRYPTED}k1$" + base64(28))).isPresent();
        assertThat(EncryptedSecret.parse("{ENCRYPTED}k1$" + base64(27))).isEmpty();
    }

    @Test
    void whatIsEncryptedHasAtMost2048Characters() {
        assertThat("{ENCRYPTED}abcd$" + base64(1524)).hasSize(2048);
        assertThat(EncryptedSecret.parse("{ENCRYPTED}abcd$" + base64(1524))).isPresent();
        assertThat(EncryptedSecret.parse("{ENCRYPTED}abcde$" + base64(1524))).isEmpty();
    }

    @Test
    void whatIsEncryptedIsNotPrinted() {
        assertThat(parsed(EncryptedSecret.encrypt(Secret.of("sesame"), KEY, OWNER)))
                .hasToString("{ENCRYPTED}k1$***");
    }

    @Test
    void keysAreTheSameByIdentifierAndBytes() {
        EncryptionKey key = EncryptionKey.of("k1", base64(32));
        assertThat(key).isEqualTo(KEY).hasSameHashCodeAs(KEY);
        assertThat(key.id()).isEqualTo("k1");
        assertThat(key).isNotEqualTo(EncryptionKey.of("k2", base64(32)));
        assertThat(key).isNotEqualTo(EncryptionKey.of("k1", base64(32).replaceFirst("A", "B")));
        assertThat(key).isNotEqualTo("k1:***");
    }

    @Test
    void aKeyHas32BytesAndItsTextShowsNone() {
        assertThatThrownBy(() -> EncryptionKey.of("k1", base64(16))).hasMessageContaining("16 bytes");
        assertThatThrownBy(() -> EncryptionKey.of("k 1", base64(32))).hasMessageContaining("identifier");
        assertThatThrownBy(() -> EncryptionKey.of("k1", "?")).hasMessageContaining("base64");
        assertThat(KEY).hasToString("k1:***");
    }

    @Test
    void anAppPasswordIsKnownByItsShapeHoweverItIsTyped() {
        String made = AppPasswordText.generate();
        assertThat(made).matches("([a-z2-7]{4}-){3}[a-z2-7]{4}");
        assertThat(AppPasswordText.canonical(Secret.of(made)).map(Secret::text)).contains(made.replace("-", ""));
        assertThat(AppPasswordText.canonical(Secret.of("open sesame"))).isEmpty();
        assertThat(AppPasswordText.canonical(Secret.of("a".repeat(100_000)))).isEmpty();
    }
}
