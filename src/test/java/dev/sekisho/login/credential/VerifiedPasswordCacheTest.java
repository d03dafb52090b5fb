// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login.credential;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.sekisho.login.credential.VerifiedPasswordCache.Mark;
import dev.sekisho.password.Secret;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class VerifiedPasswordCacheTest {
    private final AtomicLong nanos = new AtomicLong();
    private final VerifiedPasswordCache remembered = logins(Duration.ofSeconds(60));

    private VerifiedPasswordCache logins(Duration time) {
        return new VerifiedPasswordCache(time, 1000, nanos::get);
    }

    private Mark mark(String account, String stored, String given) {
        return remembered.mark(account, Secret.of(stored), Secret.of(given));
    }

    @Test
    void aLoginIsRememberedForItsTime() {
        remembered.add(mark("alice@example.org", "hash", "right"));
        nanos.addAndGet(Duration.ofSeconds(60).toNanos() - 1);
        assertThat(remembered.contains(mark("alice@example.org", "hash", "right")))
                .isTrue();
        assertThat(remembered.contains(mark("alice@example.org", "hash", "wrong")))
                .isFalse();
        assertThat(remembered.contains(mark("alice@example.org", "changed", "right")))
                .isFalse();
        assertThat(remembered.contains(mark("bob@example.org", "hash", "right")))
                .isFalse();
        nanos.incrementAndGet();
        assertThat(remembered.contains(mark("alice@example.org", "hash", "right")))
                .isFalse();
    }

    @Test
    void whereTheStoredPasswordEndsAndTheGivenOneBeginsIsPartOfTheMark() {
        Set<Mark> marks =
                Set.of(mark("alice", "hash", "right"), mark("alice", "hashr", "ight"), mark("aliceh", "ash", "right"));
        assertThat(marks).hasSize(3);
        assertThat(mark("alice", "hash", "right")).isIn(marks);
    }

    /** Its key ends with the process, so its memory cannot be used later to test passwords. */
    @Test
    void anotherNodeHasOtherMarks() {
        assertThat(logins(Duration.ofSeconds(60)).mark("alice", Secret.of("hash"), Secret.of("right")))
                .isNotEqualTo(mark("alice", "hash", "right"));
    }

    @Test
    void switchedOffNothingIsRemembered() {
        VerifiedPasswordCache off = new VerifiedPasswordCache(Duration.ZERO, 1000, Ticker.systemTicker());
        Mark mark = off.mark("alice", Secret.of("hash"), Secret.of("right"));
        off.add(mark);
        assertThat(off.contains(mark)).isFalse();
    }
}
