// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.persistence.PersistenceException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LimitedReadsTest {
    private static final int THREADS = 4;
    private static final int QUEUE = 3;

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger made = new AtomicInteger();
    private final LimitedReads reads = LimitedReads.bounded(
            THREADS,
            QUEUE,
            Duration.ofSeconds(3),
            task -> {
                made.incrementAndGet();
                Thread thread = new Thread(task, "test-reads");
                thread.setDaemon(true);
                return thread;
            },
            Runnable::run,
            nanos::get);
    private final CountDownLatch thawed = new CountDownLatch(1);
    private final AtomicInteger started = new AtomicInteger();
    private final List<Exception> failures = new ArrayList<>();

    LimitedReadsTest() {
        reads.listen(new LimitedReads.Listener() {
            @Override
            public void failed(Exception cause) {
                synchronized (failures) {
                    failures.add(cause);
                }
            }

            @Override
            public void answered() {
                // Counted by the answers themselves.
            }
        });
    }

    @AfterEach
    void close() {
        thawed.countDown();
        reads.close();
    }

    private CompletableFuture<String> read(Supplier<String> read) {
        return reads.submit(read, found -> CompletableFuture.completedFuture("found " + found), reason -> reason)
                .toCompletableFuture();
    }

    private String frozen() {
        started.incrementAndGet();
        try {
            thawed.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return "late";
    }

    private static String away() {
        throw new PersistenceException("connection refused");
    }

    private void pass(long millis) {
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
        reads.sweep();
    }

    private static String answer(CompletableFuture<String> future) throws Exception {
        return future.get(10, TimeUnit.SECONDS);
    }

    @Test
    void aDatabaseThatAnswersIsReadByItsOwnThreads() throws Exception {
        assertThat(answer(read(() -> Thread.currentThread().getName()))).isEqualTo("found test-reads");
    }

    @Test
    void aReadIsAnsweredAtItsTimeLimitThoughTheDatabaseStillHoldsIt() throws Exception {
        CompletableFuture<String> held = read(this::frozen);
        await().until(() -> started.get() == 1);
        pass(2_999);
        assertThat(held).isNotDone();
        pass(1);
        assertThat(answer(held)).isEqualTo("no answer from the database within 3000 ms");
        assertThat(reads.isLost()).isTrue();
        assertThat(failures).singleElement().isInstanceOf(SQLTimeoutException.class);
    }

    @Test
    void whileTheDatabaseIsLostOneReadProbesItAndAllOthersFailAtOnce() throws Exception {
        CompletableFuture<String> first = read(this::frozen);
        await().until(() -> started.get() == 1);
        pass(3_000);
        assertThat(answer(first)).startsWith("no answer");
        CompletableFuture<String> probe = read(this::frozen);
        await().until(() -> started.get() == 2);
        for (int i = 0; i < 1_000; i++) {
            assertThat(read(this::frozen)).isCompletedWithValue("database unavailable");
        }
        assertThat(started).hasValue(2);
        pass(3_000);
        assertThat(answer(probe)).isEqualTo("no answer from the database within 3000 ms");
        assertThat(answer(read(() -> "it"))).isEqualTo("found it");
        assertThat(reads.isLost()).isFalse();
    }

    @Test
    void threadsThatAreStuckDoNotPileUpAndWhatWaitsBehindThemIsAnsweredWithThem() throws Exception {
        List<CompletableFuture<String>> held = new ArrayList<>();
        for (int i = 0; i < THREADS + QUEUE; i++) {
            held.add(read(this::frozen));
        }
        await().until(() -> started.get() == THREADS);
        assertThat(answer(read(this::frozen))).isEqualTo("too many requests wait for the database");
        pass(3_000);
        for (CompletableFuture<String> each : held) {
            assertThat(answer(each)).isNotEmpty();
        }
        for (int i = 0; i < 100; i++) {
            CompletableFuture<String> next = read(this::frozen);
            pass(3_000);
            assertThat(answer(next)).isNotEmpty();
        }
        assertThat(made).as("with two that give answers").hasValueLessThanOrEqualTo(THREADS + 2);
        assertThat(started).hasValue(THREADS);

        thawed.countDown();
        await().until(() -> answer(read(() -> "it")).equals("found it"));
        assertThat(reads.isLost()).isFalse();
        assertThat(started)
                .as("a read that was given up while it waited never starts")
                .hasValue(THREADS);
    }

    @Test
    void aLateAnswerIsDroppedAndIsNotASignOfRecovery() throws Exception {
        AtomicInteger wentOn = new AtomicInteger();
        CompletableFuture<String> held = reads.submit(
                        this::frozen,
                        found -> {
                            wentOn.incrementAndGet();
                            return CompletableFuture.completedFuture(found);
                        },
                        reason -> reason)
                .toCompletableFuture();
        await().until(() -> started.get() == 1);
        pass(3_000);
        assertThat(answer(held)).startsWith("no answer");
        thawed.countDown();
        reads.close();
        await().pollDelay(Duration.ofMillis(100)).until(() -> true);
        assertThat(wentOn).hasValue(0);
        assertThat(reads.isLost()).isTrue();
    }

    @Test
    void aDatabaseThatIsAwayIsLostAtOnceAndBackWithItsFirstAnswer() throws Exception {
        assertThat(answer(read(LimitedReadsTest::away))).isEqualTo("database unavailable");
        assertThat(reads.isLost()).isTrue();
        assertThat(answer(read(() -> "it"))).isEqualTo("found it");
        assertThat(reads.isLost()).isFalse();
        assertThat(reads.unanswered()).isEqualTo(1);
    }

    @Test
    void oneBadConnectionDoesNotMeanALostDatabase() throws Exception {
        CompletableFuture<String> held = read(this::frozen);
        await().until(() -> started.get() == 1);
        pass(2_500);
        assertThat(answer(read(() -> "it"))).isEqualTo("found it");
        pass(500);
        assertThat(answer(held)).startsWith("no answer");
        assertThat(answer(read(LimitedReadsTest::away))).isEqualTo("database unavailable");
        assertThat(reads.isLost()).isFalse();
        pass(1_001);
        assertThat(answer(read(LimitedReadsTest::away))).isEqualTo("database unavailable");
        assertThat(reads.isLost()).isTrue();
    }

    @Test
    void whatIsWrongWithARowIsNotTheDatabases() {
        assertThatThrownBy(() -> answer(read(() -> {
                    throw new IllegalArgumentException("unknown word");
                })))
                .hasCauseInstanceOf(IllegalArgumentException.class);
        assertThat(reads.isLost()).isFalse();
        assertThat(failures).isEmpty();
    }

    @Test
    void aClientThatDoesNotTakeItsAnswerHoldsNoOther() throws Exception {
        CompletableFuture<String> rude = read(this::frozen);
        CompletableFuture<String> other = read(this::frozen);
        CompletableFuture<Void> taken = rude.thenAccept(answered -> frozen());
        await().until(() -> started.get() == 2);
        pass(3_000);
        assertThat(answer(other)).startsWith("no answer");
        assertThat(taken).isNotDone();
    }

    @Test
    void itKeepsItsTimeByAThreadOfItsOwn() throws Exception {
        try (LimitedReads own = LimitedReads.bounded(
                1, 1, Duration.ofMillis(100), task -> new Thread(task, "test-own"), Runnable::run, System::nanoTime)) {
            own.start(task -> new Thread(task, "test-sweeps"));
            CompletableFuture<String> held = own.submit(
                            this::frozen, CompletableFuture::completedFuture, reason -> reason)
                    .toCompletableFuture();
            assertThat(answer(held)).startsWith("no answer");
        }
    }
}
