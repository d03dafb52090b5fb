// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.SettableClock;
import dev.sekisho.cluster.CacheFactory;
import dev.sekisho.directory.snapshot.Sender;
import dev.sekisho.limit.SendLimits;
import dev.sekisho.sendlimit.counter.LimitResult;
import dev.sekisho.sendlimit.counter.LimitUsage;
import dev.sekisho.sendlimit.counter.SendCounters;
import dev.sekisho.sendlimit.counter.TestCaches;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The release times that staff see: those of the replies, and true. */
class LimitReleaseTest {
    private static final String ALICE = "alice@example.org";

    private final CacheFactory caches = TestCaches.open();
    private final SettableClock clock = new SettableClock("2026-03-01T09:00:30Z");
    private final TestDirectory directory = new TestDirectory();
    private final SendCounters counters = new SendCounters(caches, directory, clock, event -> {});
    private long message;

    @BeforeEach
    void load() {
        counters.restored();
    }

    @AfterEach
    void close() {
        caches.close();
    }

    private static Optional<Instant> release(List<LimitUsage> usage) {
        return usage.stream().map(LimitUsage::freesAt).filter(Objects::nonNull).max(Comparator.naturalOrder());
    }

    private LimitResult send(Sender sender) {
        return TestAttempt.count(counters, sender, 1, 0, ++message);
    }

    private LimitResult peek(Sender sender) {
        return counters.peek(TestAttempt.of(counters, sender, 1, 0, TestAttempt.id(++message)));
    }

    /** An account is refused exactly as long as a release time is shown, and the time shown is the end of it. */
    @Test
    void aReleaseTimeIsShownExactlyWhileMailIsRefused() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        directory.setPool("example.org", SendLimits.parse("messages 7/15m"));
        Sender alice = new Sender(
                ALICE,
                true,
                true,
                SendLimits.parse("5/10m, messages 12/1h, 30/day"),
                "example.org",
                SendLimits.parse("messages 7/15m"));
        directory.put(alice);
        int refused = 0;
        for (int i = 0; i < 3_000; i++) {
            clock.advance(Duration.ofSeconds(random.nextInt(150)));
            boolean isRefused = peek(alice).isRefused();
            Optional<Instant> shown = release(java.util.stream.Stream.concat(
                            counters.usage(ALICE).stream(), counters.poolUsage("example.org").stream())
                    .toList());
            assertThat(shown.isPresent())
                    .as("seed " + seed + " at " + clock.instant())
                    .isEqualTo(isRefused);
            if (isRefused) {
                refused++;
                assertThat(shown.orElseThrow()).isAfter(clock.instant());
                if (random.nextInt(10) == 0) {
                    clock.set(shown.orElseThrow().minusSeconds(1).toString());
                    assertThat(peek(alice).isRefused()).as("seed " + seed).isTrue();
                    clock.set(shown.orElseThrow().toString());
                    assertThat(peek(alice).isRefused()).as("seed " + seed).isFalse();
                }
            } else {
                assertThat(send(alice).isRefused()).as("seed " + seed).isFalse();
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void aLimitThatMessagesUnderWayFillIsNotFreeNow() {
        Sender alice = directory.put(ALICE, "2/1h");
        for (int i = 0; i < 2; i++) {
            TestAttempt.reserve(counters, alice, "r" + i + "@example.com", ++message);
        }
        assertThat(peek(alice).isRefused()).isTrue();
        LimitUsage usage = counters.usage(ALICE).get(0);
        assertThat(usage.used()).isZero();
        assertThat(usage.freesAt()).isEqualTo(clock.instant().plusSeconds(60));
    }

    @Test
    void aLimitThatDoesNotRefuseHasNoReleaseTime() {
        Sender alice = directory.put(ALICE, "1/1h observe");
        send(alice);
        send(alice);
        assertThat(counters.usage(ALICE).get(0).used()).isEqualTo(2);
        assertThat(counters.usage(ALICE).get(0).freesAt()).isNull();
    }
}
