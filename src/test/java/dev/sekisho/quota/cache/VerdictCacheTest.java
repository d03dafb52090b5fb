// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.OperatorLog;
import dev.sekisho.SettableClock;
import dev.sekisho.directory.MailHostState;
import dev.sekisho.directory.snapshot.QuotaHost;
import dev.sekisho.quota.MessageConfigs;
import dev.sekisho.quota.client.CoalescingQuotaClient;
import dev.sekisho.quota.client.CountedHosts;
import dev.sekisho.quota.client.MailboxUsage;
import dev.sekisho.quota.client.QuotaFailure;
import dev.sekisho.quota.client.QuotaResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Cached verdicts, and the requests that they save. */
class VerdictCacheTest {
    private static final QuotaResult ROOM = new QuotaResult.Room();
    private static final QuotaResult FULL = new QuotaResult.Full("Mailbox is full");
    private static final QuotaHost MX1 = new QuotaHost("mx1", "192.0.2.1", 12340, MailHostState.UP);

    private final TestBoundedCaches caches = new TestBoundedCaches();
    private final SettableClock clock = new SettableClock("2026-11-24T12:00:00Z");
    private final VerdictCache room =
            new VerdictCache(caches, new CacheFailures(clock), MessageConfigs.defaults(), clock);

    @AfterEach
    void close() {
        caches.close();
    }

    @Test
    void whatWasFullIsFullForMoreAndNotForLess() {
        room.learn("ivan", 1001, FULL);
        assertThat(room.verdict("ivan", 1001)).contains(FULL);
        assertThat(room.verdict("ivan", 5000)).contains(FULL);
        assertThat(room.verdict("ivan", 1000)).isEmpty();
    }

    @Test
    void whatHadRoomHasItForLessAndNotForMore() {
        room.learn("ivan", 1000, ROOM);
        assertThat(room.verdict("ivan", 1000)).contains(ROOM);
        assertThat(room.verdict("ivan", 0)).contains(ROOM);
        assertThat(room.verdict("ivan", 1001)).isEmpty();
    }

    @Test
    void aVerdictCountsForTwoSeconds() {
        room.learn("heidi", 0, FULL);
        clock.advance(Duration.ofMillis(1999));
        assertThat(room.verdict("heidi", 1)).contains(FULL);
        clock.advance(Duration.ofMillis(1));
        assertThat(room.verdict("heidi", 1)).isEmpty();
    }

    @Test
    void aVerdictOfTheFutureIsNone() {
        room.learn("heidi", 1000, FULL);
        room.learn("ivan", 1000, ROOM);
        clock.advance(Duration.ofMillis(-1));
        assertThat(room.verdict("heidi", 1000)).isEmpty();
        assertThat(room.verdict("ivan", 1000)).isEmpty();
    }

    @Test
    void aStrongerVerdictRestartsItsTimeAndAnExpiredOneYieldsToAWeaker() {
        room.learn("heidi", 1000, FULL);
        room.learn("ivan", 1000, ROOM);
        clock.advance(Duration.ofMillis(1500));
        room.learn("heidi", 900, FULL);
        room.learn("ivan", 1100, ROOM);
        clock.advance(Duration.ofMillis(1500));
        assertThat(room.verdict("heidi", 900)).contains(FULL);
        assertThat(room.verdict("ivan", 1100)).contains(ROOM);

        clock.advance(Duration.ofMillis(500));
        room.learn("heidi", 5000, FULL);
        room.learn("ivan", 100, ROOM);
        clock.advance(Duration.ofMillis(1500));
        assertThat(room.verdict("heidi", 5000)).contains(FULL);
        assertThat(room.verdict("heidi", 4999)).isEmpty();
        assertThat(room.verdict("ivan", 100)).contains(ROOM);
        assertThat(room.verdict("ivan", 101)).isEmpty();
    }

    @Test
    void theSameVerdictAgainRestartsItsTime() {
        for (int i = 0; i < 2; i++) {
            room.learn("heidi", 1000, FULL);
            room.learn("ivan", 1000, ROOM);
            clock.advance(Duration.ofMillis(1500));
        }
        assertThat(room.verdict("heidi", 1000)).contains(FULL);
        assertThat(room.verdict("ivan", 1000)).contains(ROOM);
    }

    @Test
    void roomThatIsWeakerKeepsTheTimeOfTheStronger() {
        room.learn("ivan", 1000, ROOM);
        clock.advance(Duration.ofMillis(1500));
        room.learn("ivan", 100, ROOM);
        clock.advance(Duration.ofMillis(600));
        assertThat(room.verdict("ivan", 100)).isEmpty();
    }

    @Test
    void fullAndRoomThatFitTogetherHoldBoth() {
        room.learn("ivan", 1000, ROOM);
        room.learn("ivan", 1001, FULL);
        assertThat(room.verdict("ivan", 1000)).contains(ROOM);
        assertThat(room.verdict("ivan", 1001)).contains(FULL);
        room.learn("ivan", 999, ROOM);
        assertThat(room.verdict("ivan", 1001)).contains(FULL);
    }

    @Test
    void ofTheSameSizeTheLaterVerdictCounts() {
        room.learn("ivan", 1000, ROOM);
        room.learn("ivan", 1000, FULL);
        assertThat(room.verdict("ivan", 1000)).contains(FULL);
        assertThat(room.verdict("ivan", 999)).isEmpty();
        room.learn("ivan", 1000, ROOM);
        assertThat(room.verdict("ivan", 1000)).contains(ROOM);
        assertThat(room.verdict("ivan", 1001)).isEmpty();
    }

    @Test
    void aMailboxThatNothingIsKnownOfStaysUnknownWhenAMessageComes() {
        room.filled("ivan");
        room.learn("heidi", 1000, FULL);
        room.filled("heidi");
        assertThat(room.verdict("ivan", 1)).isEmpty();
        assertThat(room.verdict("heidi", 1000)).contains(FULL);
    }

    @Test
    void anOldVerdictDoesNotBecomeYoungByAWeakerOne() {
        room.learn("ivan", 1000, FULL);
        clock.advance(Duration.ofMillis(1500));
        room.learn("ivan", 9000, FULL);
        clock.advance(Duration.ofMillis(600));
        assertThat(room.verdict("ivan", 1000)).isEmpty();
    }

    @Test
    void theLaterOfTwoThatContradictEachOtherCounts() {
        room.learn("ivan", 1000, FULL);
        room.learn("ivan", 2000, ROOM);
        assertThat(room.verdict("ivan", 1500)).contains(ROOM);
        room.learn("ivan", 500, FULL);
        assertThat(room.verdict("ivan", 1500)).contains(FULL);
        assertThat(room.verdict("ivan", 400)).isEmpty();
    }

    @Test
    void aChangedMailboxIsRequestedAgain() {
        room.learn("ivan", 1000, FULL);
        room.forget("ivan");
        assertThat(room.verdict("ivan", 1000)).isEmpty();
    }

    @Test
    void mailOnItsWayEndsRoomAndNotFullness() {
        room.learn("ivan", 1000, ROOM);
        room.learn("ivan", 2000, FULL);
        room.filled("ivan");
        assertThat(room.verdict("ivan", 1000)).isEmpty();
        assertThat(room.verdict("ivan", 2000)).contains(FULL);
    }

    @Test
    void aMailboxWithLessRoomThanItsHostCountsByHasNone() {
        // Nothing is used, or nearly a KiB.
        room.measured("ivan", new MailboxUsage(0, 1023, 0, MailboxUsage.UNLIMITED, "doveadm mx1", 0));
        assertThat(room.verdict("ivan", 1)).isEmpty();
        room.measured("heidi", new MailboxUsage(0, 1024, 0, MailboxUsage.UNLIMITED, "doveadm mx1", 0));
        assertThat(room.verdict("heidi", 1)).contains(ROOM);
    }

    @Test
    void anUnusableCacheIsLoggedOnceAndItsReturnToo() {
        try (OperatorLog log = new OperatorLog("dev.sekisho.quota")) {
            CacheFailures failures = new CacheFailures(clock);
            VerdictCache remembering = new VerdictCache(caches, failures, MessageConfigs.defaults(), clock);
            failures.failed(new IllegalStateException("away"));
            failures.failed(new IllegalStateException("away"));
            assertThat(log.lines()).hasSize(1);
            assertThat(remembering.verdict("ivan", 1)).isEmpty();
            clock.advance(Duration.ofSeconds(5));
            assertThat(remembering.verdict("ivan", 1)).isEmpty();
            assertThat(log.lines()).hasSize(2);
            failures.failed(new IllegalStateException("away"));
            remembering.forget("ivan");
            clock.advance(Duration.ofSeconds(5));
            remembering.forget("ivan");
            assertThat(log.lines()).hasSize(4);
            caches.close();
            assertThat(remembering.verdict("ivan", 1)).isEmpty();
            remembering.forget("ivan");
            assertThat(log.lines()).hasSize(5);
        }
    }

    @Test
    void anUnwritableCacheIsLoggedToo() {
        try (OperatorLog log = new OperatorLog("dev.sekisho.quota")) {
            caches.close();
            room.forget("ivan");
            assertThat(log.lines()).hasSize(1);
        }
    }

    @Test
    void aFailureIsNotAVerdict() {
        room.learn("ivan", 1000, new QuotaResult.Unavailable(QuotaFailure.TIMEOUT));
        room.learn("ivan", 1000, new QuotaResult.Unknown("Unknown user"));
        assertThat(room.verdict("ivan", 1000)).isEmpty();
    }

    @Test
    void aMailboxIsNearlyFullForAnHourAfterItsLastSignOfIt() {
        room.learn("ivan", 1001, FULL);
        assertThat(room.isNearlyFull("ivan")).isTrue();
        assertThat(room.isNearlyFull("alice")).isFalse();
        clock.advance(Duration.ofHours(1));
        assertThat(room.isNearlyFull("ivan")).isFalse();
    }

    @Test
    void whatRefusedOnlyAHugeMessageIsNotNearlyFull() {
        room.learn("ivan", 20_000_000, FULL);
        assertThat(room.isNearlyFull("ivan")).isFalse();
        room.learn("ivan", 10_485_761, FULL);
        assertThat(room.isNearlyFull("ivan")).isFalse();
        room.learn("ivan", 10_485_760, FULL);
        assertThat(room.isNearlyFull("ivan")).isTrue();
        room.learn("heidi", 10_485_761, ROOM);
        assertThat(room.isNearlyFull("heidi")).isFalse();
    }

    @Test
    void withoutTheCacheEveryRequestIsSent() {
        VerdictCache off = new VerdictCache(
                caches,
                new CacheFailures(clock),
                MessageConfigs.with("sekisho.quota.verdict-cache-millis", "0"),
                clock);
        off.learn("ivan", 1000, FULL);
        assertThat(off.verdict("ivan", 1000)).isEmpty();
    }

    @Test
    void aRequestUnderWayIsNotSentASecondTime() {
        List<CompletableFuture<QuotaResult>> put = new ArrayList<>();
        List<String> refreshed = new ArrayList<>();
        CountedHosts metrics = new CountedHosts();
        CoalescingQuotaClient once = new CoalescingQuotaClient(
                (host, mailbox, sizeBytes, client) -> {
                    put.add(new CompletableFuture<>());
                    return put.get(put.size() - 1);
                },
                room,
                Runnable::run,
                (host, mailbox) -> refreshed.add(mailbox),
                metrics);
        var first = once.request(MX1, "ivan", 1000, "").toCompletableFuture();
        var second = once.request(MX1, "ivan", 1000, "").toCompletableFuture();
        var other = once.request(MX1, "ivan", 2000, "").toCompletableFuture();
        assertThat(put).hasSize(2);
        put.get(0).complete(ROOM);
        assertThat(first).isCompletedWithValue(ROOM);
        assertThat(second).isCompletedWithValue(ROOM);
        assertThat(other).isNotDone();
        assertThat(once.request(MX1, "ivan", 900, "").toCompletableFuture())
                .as("known by now")
                .isCompletedWithValue(ROOM);
        assertThat(metrics.results()).containsEntry("shared", 1).containsEntry("cached", 1);
        assertThat(refreshed)
                .as("usage is read only with a request to the host")
                .hasSize(2);
    }

    @Test
    void aFailureIsNotCachedAndTheNextRequestIsSent() {
        List<String> put = new ArrayList<>();
        CoalescingQuotaClient once = new CoalescingQuotaClient(
                (host, mailbox, sizeBytes, client) -> {
                    put.add(mailbox);
                    return CompletableFuture.completedFuture(new QuotaResult.Unavailable(QuotaFailure.CLOSED));
                },
                room,
                Runnable::run,
                (host, mailbox) -> {},
                new CountedHosts());
        once.request(MX1, "ivan", 1000, "");
        once.request(MX1, "ivan", 1000, "");
        assertThat(put).hasSize(2);
    }
}
