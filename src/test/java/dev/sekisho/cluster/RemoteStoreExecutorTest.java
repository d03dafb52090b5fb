// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.OperatorLog;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.cache.Cache;
import javax.cache.CacheException;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RemoteStoreExecutorTest {
    private final AtomicLong nanos = new AtomicLong();
    private final CountDownLatch hanging = new CountDownLatch(1);
    private final AtomicInteger lines = new AtomicInteger();
    private final OperatorLog log = new OperatorLog("dev.sekisho.cluster");
    private final RemoteStoreExecutor store = RemoteStoreExecutor.bounded(
            "sendlimit", 1, 1, Duration.ofSeconds(2), task -> new Thread(task, "store"), nanos::get);

    @AfterEach
    void end() {
        hanging.countDown();
        store.close();
        log.close();
    }

    @Test
    void onOneNodeTheCallersThreadQueriesTheStore() {
        Thread caller = Thread.currentThread();
        assertThat(RemoteStoreExecutor.direct()
                        .submit(
                                token -> token.acquire()
                                        && Thread.currentThread().equals(caller),
                                () -> false)
                        .toCompletableFuture())
                .isCompletedWithValue(true);
    }

    @Test
    void theCallersThreadNeverQueriesARemoteStore() throws Exception {
        assertThat(store.submit(token -> Thread.currentThread().getName(), () -> "none")
                        .toCompletableFuture()
                        .get(5, TimeUnit.SECONDS))
                .isEqualTo("store");
    }

    @Test
    void aStoreThatHangsIsGivenUpAndTheLateAnswerWritesNoLine() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch late = new CountDownLatch(1);
        CompletableFuture<String> answer = store.submit(
                        token -> {
                            started.countDown();
                            await(hanging);
                            if (token.acquire()) {
                                lines.incrementAndGet();
                            }
                            late.countDown();
                            return "counted";
                        },
                        () -> {
                            lines.incrementAndGet();
                            return "mail flows";
                        })
                .toCompletableFuture();
        await(started);
        nanos.set(Duration.ofMillis(1999).toNanos());
        store.sweep();
        assertThat(answer).isNotDone();
        nanos.set(Duration.ofSeconds(2).toNanos());
        store.sweep();
        assertThat(answer).isCompletedWithValue("mail flows");
        hanging.countDown();
        await(late);
        assertThat(lines).hasValue(1);
        assertThat(store.unanswered()).isEqualTo(1);
        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith("SKS0906W ")
                .contains("sendlimit", "2000 ms");
    }

    @Test
    void aRequestWithoutThreadOrQueuePlaceGetsItsFallbackAtOnceAndIsLoggedOnce() {
        CompletableFuture<String> running = submit();
        CompletableFuture<String> waiting = submit();
        assertThat(submit()).isCompletedWithValue("mail flows");
        assertThat(submit()).isCompletedWithValue("mail flows");
        assertThat(running).isNotDone();
        assertThat(waiting).isNotDone();
        assertThat(store.unanswered()).isEqualTo(2);
        assertThat(log.lines()).hasSize(1);
    }

    @Test
    void aFailingStoreGetsFallbacksAndItsRecoveryIsLoggedWhenItLasts() throws Exception {
        assertThat(store.<String>submit(
                                token -> {
                                    throw new CacheException("no owner");
                                },
                                () -> "mail flows")
                        .toCompletableFuture()
                        .get(5, TimeUnit.SECONDS))
                .isEqualTo("mail flows");
        nanos.set(Duration.ofSeconds(1).toNanos());
        assertThat(store.submit(token -> "counted", () -> "mail flows")
                        .toCompletableFuture()
                        .get(5, TimeUnit.SECONDS))
                .isEqualTo("counted");
        store.sweep();
        assertThat(log.lines()).hasSize(1).first().asString().contains("no owner");
        nanos.set(Duration.ofSeconds(6).toNanos());
        store.sweep();
        assertThat(log.lines()).hasSize(2).last().asString().startsWith("SKS0907I ");
    }

    @Test
    void aGuardedCacheFailsInTime() throws Exception {
        try (CacheFactory caches = new CaffeineCaches("guarded")) {
            Cache<String, String> cache = caches.open(new CacheSpec<>(
                    "guarded", String.class, String.class, 10, Duration.ofMinutes(1), CacheSpec.Place.SHARED));
            Cache<String, String> failing = TimeLimitedCache.failing(cache, store);
            failing.put("key", "value");
            assertThat(failing.get("key")).isEqualTo("value");
            CompletableFuture<String> unusedRunning = submit();
            // Without this wait the next one might find no place.
            Awaitility.await().until(() -> store.waiting() == 0);
            CompletableFuture<String> unusedWaiting = submit();
            Assertions.assertThatThrownBy(() -> failing.get("key")).isInstanceOf(CacheException.class);
            hanging.countDown();
            Awaitility.await()
                    .untilAsserted(() -> assertThat(failing.get("key")).isEqualTo("value"));
        }
    }

    private CompletableFuture<String> submit() {
        return store.submit(
                        token -> {
                            await(hanging);
                            return "counted";
                        },
                        () -> "mail flows")
                .toCompletableFuture();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(5, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
