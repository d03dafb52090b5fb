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
    void whoGuessedTenTimesWithinAMinuteWaitsForItsEndAndNobodyElseDoes() {
        for (int i = 0; i < LoginTries.MOST; i++) {
            assertThat(tries.areTooMany("192.0.2.1")).isFalse();
            tries.failed("192.0.2.1");
        }
        assertThat(tries.areTooMany("192.0.2.1")).isTrue();
        assertThat(tries.areTooMany("192.0.2.2")).isFalse();
        nanos.addAndGet(Duration.ofSeconds(61).toNanos());
        assertThat(tries.areTooMany("192.0.2.1")).isFalse();
    }
}
