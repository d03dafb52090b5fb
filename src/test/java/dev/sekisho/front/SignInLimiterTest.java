// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.front;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.front.SignInLimiter.Attempt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How often a client may try passwords of staff. */
class SignInLimiterTest {
    private final AtomicLong nanos = new AtomicLong();
    private final SignInLimiter tries = new SignInLimiter(nanos::get);

    private boolean isLetTry(String client, String user, boolean right) {
        Optional<Attempt> begun = tries.begin(client, user);
        begun.ifPresent(each -> each.end(right));
        return begun.isPresent();
    }

    private void guess(String client, String user, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(isLetTry(client, user, false)).as(user + " " + i).isTrue();
        }
    }

    @Test
    void tenGuessesWithinAMinuteBlockEvenTheRightPasswordUntilItsEnd() {
        guess("192.0.2.1", "admin", SignInLimiter.MOST);
        assertThat(isLetTry("192.0.2.1", "admin", true)).isFalse();
        nanos.addAndGet(Duration.ofSeconds(61).toNanos());
        assertThat(isLetTry("192.0.2.1", "admin", true)).isTrue();
    }

    @Test
    void neitherAnotherUserNorAnotherClientWaitsWithHim() {
        guess("192.0.2.1", "admin", SignInLimiter.MOST);
        assertThat(isLetTry("192.0.2.1", "support", true)).isTrue();
        assertThat(isLetTry("192.0.2.2", "admin", true)).isTrue();
    }

    @Test
    void guessesAtManyUsersBlockTheClientToo() {
        for (int i = 0; i < SignInLimiter.MOST_OF_CLIENT; i++) {
            guess("192.0.2.1", "user" + i, 1);
        }
        assertThat(isLetTry("192.0.2.1", "support", true)).isFalse();
        assertThat(isLetTry("192.0.2.2", "support", true)).isTrue();
    }

    @Test
    void theAddressesOfOneIpv6LinkAreOneClient() {
        for (int i = 0; i < SignInLimiter.MOST; i++) {
            guess("2001:db8:0:1::" + i, "admin", 1);
        }
        assertThat(isLetTry("2001:db8:0:1:ffff::1", "admin", true)).isFalse();
        assertThat(isLetTry("2001:db8:0:2::1", "admin", true)).isTrue();
    }

    @Test
    void parallelGuessesDoNotBypassTheLimit() {
        guess("192.0.2.1", "admin", 1);
        List<Attempt> underWay = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            tries.begin("192.0.2.1", "admin").ifPresent(underWay::add);
        }
        assertThat(underWay).hasSize(SignInLimiter.MOST - 1);
    }

    @Test
    void parallelRightPasswordsAreNotGuesses() {
        List<Attempt> underWay = new ArrayList<>();
        for (int i = 0; i < 2 * SignInLimiter.MOST_OF_CLIENT; i++) {
            underWay.add(tries.begin("192.0.2.1", "script").orElseThrow());
        }
        underWay.forEach(each -> each.end(true));
        guess("192.0.2.1", "script", SignInLimiter.MOST);
        assertThat(isLetTry("192.0.2.1", "script", true)).isFalse();
    }

    @Test
    void aRefusalForOneUserIsNotCountedForTheClient() {
        guess("192.0.2.1", "admin", SignInLimiter.MOST);
        for (int i = 0; i < SignInLimiter.MOST_OF_CLIENT; i++) {
            assertThat(isLetTry("192.0.2.1", "admin", false)).isFalse();
        }
        assertThat(isLetTry("192.0.2.1", "support", true)).isTrue();
    }
}
