// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.password.PasswordScheme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginConfigTest {
    private static final String KEY = "0123456789abcdef";

    @Test
    void theDefaultsSuitAnOldNginx() {
        LoginConfig config = TestLoginConfig.config();
        assertThat(config.waitAfterChallenge()).isFalse();
        assertThat(config.xclientLogin()).isEqualTo(LoginConfig.XclientLogin.XTEXT);
        assertThat(config.defaultScheme()).isEqualTo(PasswordScheme.SHA512_CRYPT);
        assertThat(config.mxAddress()).isEmpty();
        assertThat(config.verifyThreads()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(TestLoginConfig.config("verify-threads", "3").verifyThreads())
                .isEqualTo(3);
    }

    @Test
    void theKeyIsNeverShown() {
        assertThat(TestLoginConfig.config("key", KEY).toString()).doesNotContain(KEY);
        assertThatThrownBy(() -> TestLoginConfig.config("key", "short"))
                .hasMessageContaining("sekisho.login.key must be 16 to 200 printable characters")
                .hasMessageNotContaining("short");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0123456789abcde", "0123456789 abcdef", "0123456789abcdé€"})
    void aKeyThatIsShortOrCannotBeAHeaderIsRefused(String key) {
        assertThatThrownBy(() -> TestLoginConfig.config("key", key)).hasMessageContaining("sekisho.login.key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.21", "2001:db8::21", "::1"})
    void theMxIsALiteralAddress(String address) {
        assertThat(TestLoginConfig.config("mx-address", address).mxAddress()).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mx.example.org", "192.0.2", "[::1]", "192.0.2.21:25"})
    void theMxMustBeALiteralAddress(String address) {
        assertThatThrownBy(() -> TestLoginConfig.config("mx-address", address))
                .hasMessageContaining("must be a literal address");
    }

    @Test
    void aSchemeIsOneOfDovecots() {
        assertThat(TestLoginConfig.config("default-scheme", "blf-crypt").defaultScheme())
                .isEqualTo(PasswordScheme.BLF_CRYPT);
        assertThatThrownBy(() -> TestLoginConfig.config("default-scheme", "ROT13"))
                .hasMessageContaining("is not a password scheme");
    }
}
