// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.admin;

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
    void aRightPasswordIsNotCountedButPaysForNoGuesses() {
        for (int i = 0; i < 100; i++) {
            assertThat(tries.begin("192.0.2.1")).isTrue();
            tries.succeeded("192.0.2.1");
        }
        for (int i = 0; i < LoginTries.MOST; i++) {
            assertThat(tries.areTooMany("192.0.2.1")).isFalse();
            tries.begin("192.0.2.1");
        }
        assertThat(tries.begin("192.0.2.1")).isFalse();
        assertThat(tries.areTooMany("192.0.2.1")).isTrue();
    }
}
