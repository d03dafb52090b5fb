// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The throttle of the console's own sign-in. */
class LoginTriesTest {
    private final AtomicLong nanos = new AtomicLong();
    private final LoginTries tries = new LoginTries(nanos::get);

    @Test
    void theEleventhTryWithinAMinuteWaitsForItsEnd() {
        for (int i = 0; i < LoginTries.MOST; i++) {
            assertThat(tries.begin("192.0.2.1")).isTrue();
        }
        assertThat(tries.begin("192.0.2.1")).isFalse();
        assertThat(tries.begin("192.0.2.2")).isTrue();
        nanos.addAndGet(Duration.ofSeconds(61).toNanos());
        assertThat(tries.begin("192.0.2.1")).isTrue();
    }

    @Test
    void whoKnewThePasswordBeginsAnew() {
        for (int i = 0; i < LoginTries.MOST; i++) {
            tries.begin("192.0.2.1");
        }
        tries.succeeded("192.0.2.1");
        assertThat(tries.begin("192.0.2.1")).isTrue();
    }

    @Test
    void theSignInLeadsToPagesOfTheConsoleOnly() {
        assertThat(LoginPage.isPage("/console/accounts.xhtml?q=bob")).isTrue();
        for (String hostile : new String[] {
            "https://evil.example/",
            "//evil.example/console/index.xhtml",
            "/console/../x",
            "/console/login.xhtml",
            "",
            "/api/v1/accounts"
        }) {
            assertThat(LoginPage.isPage(hostile)).as(hostile).isFalse();
        }
    }
}
