// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a batch promises, with statements that the test lets go on. */
class BatchedReadsTest {
    private static final int THREADS = 6;
    private static final int QUEUE = 200;
    private static final int MOST = 8;
    private static final int STATEMENTS = 2;

    private final AtomicLong nanos = new AtomicLong();
    private final LimitedReads limited = LimitedReads.bounded(
            THREADS,
            QUEUE,
            Duration.ofSeconds(3),
            task -> {
                Thread thread = new Thread(task, "test-batches");
                thread.setDaemon(true);
                return thread;
            },
            Runnable::run,
            nanos::get);

    /** The database: values by key, and the batches that it got. */
    private final Map<String, String> rows = new ConcurrentHashMap<>();

    private final List<List<String>> batches = new ArrayList<>();
    private final Semaphore permits = new Semaphore(0);
    private final AtomicInteger atDatabase = new AtomicInteger();
    private final AtomicInteger mostAtDatabase = new AtomicInteger();
    private volatile boolean held;
    private volatile boolean away;
    private final BatchedReads<String, String> reads = limited.batched(this::statement, MOST, STATEMENTS);

    @AfterEach
    void close() {
        permits.release(1_000_000);
        limited.close();
    }

    /** Sees the rows as they are when it starts, and ends when the test permits it. */
    private List<Answer<String>> statement(List<String> keys) {
        Map<String, String> seen = Map.copyOf(rows);
        synchronized (batches) {
            batches.add(keys);
        }
        mostAtDatabase.accumulateAndGet(atDatabase.incrementAndGet(), Math::max);
        try {
            if (held) {
                permits.acquireUninterruptibly();
            }
            if (away) {
                throw new PersistenceException("connection refused");
            }
            if (keys.stream().anyMatch(key -> key.startsWith("bad"))) {
                throw new PersistenceException(new SQLException("invalid byte sequence", "22021"));
            }
            return keys.stream()
                    .map(key -> key.startsWith("unreadable")
                            ? Answer.<String>failed(new IllegalStateException(key))
                            : Answer.of(seen.getOrDefault(key, "none")))
                    .toList();
        } finally {
            atDatabase.decrementAndGet();
        }
    }

    private CompletableFuture<String> ask(String key) {
        return reads.submit(key, CompletableFuture::completedFuture, reason -> reason)
                .toCompletableFuture();
    }

    private static String answer(CompletableFuture<String> future) throws Exception {
        return future.get(10, TimeUnit.SECONDS);
    }

    private void pass(long millis) {
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
        limited.sweep();
    }

    /** Both statements are at the database, each with one key. */
    private List<CompletableFuture<String>> occupy() {
        held = true;
        List<CompletableFuture<String>> busy = new ArrayList<>();
        for (int i = 0; i < STATEMENTS; i++) {
            busy.add(ask("busy" + i));
            int started = i + 1;
            await().until(() -> atDatabase.get() == started);
        }
        return busy;
    }

    private List<List<String>> later() {
        synchronized (batches) {
            return List.copyOf(batches.subList(STATEMENTS, batches.size()));
        }
    }

    @Test
    void whatArrivesWhileStatementsRunIsAnsweredByOneThatStartsLater() throws Exception {
        rows.put("alice", "active");
        occupy();
        CompletableFuture<String> alice = ask("alice");
        CompletableFuture<String> bob = ask("bob");
        rows.put("alice", "suspended");
        permits.release(STATEMENTS + 1);
        assertThat(answer(alice)).isEqualTo("suspended");
        assertThat(answer(bob)).isEqualTo("none");
        assertThat(later()).containsExactly(List.of("alice", "bob"));
    }

    @Test
    void aRequestNeverJoinsAnEqualOneWhoseStatementHasStarted() throws Exception {
        held = true;
        rows.put("alice", "active");
        CompletableFuture<String> first = ask("alice");
        await().until(() -> atDatabase.get() == 1);
        rows.put("alice", "suspended");
        CompletableFuture<String> second = ask("alice");
        permits.release(2);
        assertThat(answer(first)).isEqualTo("active");
        assertThat(answer(second)).isEqualTo("suspended");
    }

    @Test
    void equalKeysOfABatchAreReadOnce() throws Exception {
        rows.put("alice", "active");
        occupy();
        List<CompletableFuture<String>> all = new ArrayList<>();
        for (int i = 0; i < MOST; i++) {
            all.add(ask(i % 2 == 0 ? "alice" : "bob"));
        }
        permits.release(STATEMENTS + 1);
        for (int i = 0; i < MOST; i++) {
            assertThat(answer(all.get(i))).isEqualTo(i % 2 == 0 ? "active" : "none");
        }
        assertThat(later()).containsExactly(List.of("alice", "bob"));
    }

    @Test
    void aBatchAndTheStatementsAtATimeAreBounded() throws Exception {
        List<CompletableFuture<String>> all = new ArrayList<>(occupy());
        for (int i = 0; i < 5 * MOST; i++) {
            all.add(ask("user" + i));
        }
        assertThat(limited.waiting()).isEqualTo(5 * MOST);
        permits.release(1_000);
        for (CompletableFuture<String> each : all) {
            assertThat(answer(each)).isEqualTo("none");
        }
        assertThat(later()).hasSize(5).allMatch(keys -> keys.size() == MOST);
        assertThat(mostAtDatabase).hasValue(STATEMENTS);
    }

    @Test
    void aKeyThatTheDatabaseRejectsFailsAlone() throws Exception {
        rows.put("alice", "active");
        occupy();
        List<CompletableFuture<String>> good = new ArrayList<>();
        CompletableFuture<String> bad = ask("bad key");
        for (int i = 1; i < MOST; i++) {
            good.add(ask(i == 1 ? "alice" : "user" + i));
        }
        permits.release(1_000);
        assertThat(answer(good.get(0))).isEqualTo("active");
        for (CompletableFuture<String> each : good.subList(1, good.size())) {
            assertThat(answer(each)).isEqualTo("none");
        }
        assertThatThrownBy(() -> answer(bad)).hasCauseInstanceOf(PersistenceException.class);
        assertThat(limited.isLost()).isFalse();
        assertThat(later()).as("halves, not each key").hasSize(1 + 2 * 3);
    }

    @Test
    void aRowThatCannotBeReadFailsAlone() throws Exception {
        occupy();
        CompletableFuture<String> unreadable = ask("unreadable");
        CompletableFuture<String> other = ask("other");
        permits.release(1_000);
        assertThat(answer(other)).isEqualTo("none");
        assertThatThrownBy(() -> answer(unreadable)).hasRootCauseMessage("unreadable");
        assertThat(later()).hasSize(1);
    }

    @Test
    void whileTheDatabaseIsAwayOneProbesItAndAllOthersAreAnsweredAtOnce() throws Exception {
        away = true;
        assertThat(answer(ask("first"))).isEqualTo("database unavailable");
        assertThat(limited.isLost()).isTrue();
        held = true;
        CompletableFuture<String> probe = ask("probe");
        await().until(() -> atDatabase.get() == 1);
        for (int i = 0; i < 100; i++) {
            assertThat(ask("user" + i)).isCompletedWithValue("database unavailable");
        }
        away = false;
        permits.release(1);
        assertThat(answer(probe)).isEqualTo("none");
        held = false;
        assertThat(answer(ask("next"))).isEqualTo("none");
        assertThat(limited.isLost()).isFalse();
    }

    @Test
    void afterTheTimeLimitAllAreAnsweredAndAFrozenStatementHoldsNoPlace() throws Exception {
        List<CompletableFuture<String>> busy = occupy();
        CompletableFuture<String> gathered = ask("alice");
        pass(2_999);
        assertThat(gathered).isNotDone();
        pass(1);
        for (CompletableFuture<String> each : busy) {
            assertThat(answer(each)).isEqualTo("no answer from the database within 3000 ms");
        }
        assertThat(answer(gathered)).isNotEmpty();
        assertThat(limited.isLost()).isTrue();
        held = false;
        assertThat(answer(ask("alice"))).as("a statement of its own").isEqualTo("none");
        assertThat(limited.isLost()).isFalse();
        assertThat(atDatabase).as("frozen still").hasValue(STATEMENTS);
    }

    @Test
    void frozenStatementsTakeAllThreadsAtMostAndNothingIsLostWhenTheyEnd() throws Exception {
        held = true;
        for (int i = 0; i < 3 * THREADS; i++) {
            CompletableFuture<String> each = ask("user" + i);
            int frozen = Math.min(i + 1, THREADS);
            await().until(() -> atDatabase.get() == frozen);
            pass(3_000);
            assertThat(answer(each)).isNotEmpty();
        }
        held = false;
        permits.release(1_000);
        await().until(() -> answer(ask("alice")).equals("none"));
        assertThat(limited.isLost()).isFalse();
    }

    @Test
    void moreThanMayWaitAreAnsweredAtOnce() throws Exception {
        occupy();
        for (int i = 0; i < QUEUE; i++) {
            var unused = ask("user" + i);
        }
        assertThat(answer(ask("one more"))).isEqualTo("too many requests wait for the database");
    }

    /** A lost wake-up would leave a request without an answer; a stale one would show an older row. */
    @Test
    void underManyThreadsEachGetsAnAnswerThatIsNotOlderThanItsRequest() throws Exception {
        long seed = System.nanoTime();
        AtomicInteger version = new AtomicInteger();
        rows.put("row", "0");
        BatchedReads<String, String> real = limited.batched(
                keys -> {
                    String now = Integer.toString(version.get());
                    return keys.stream().map(key -> Answer.of(now)).toList();
                },
                MOST,
                STATEMENTS);
        CountDownLatch done = new CountDownLatch(4);
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Random random = new Random(seed + i);
            new Thread(
                            () -> {
                                for (int n = 0; n < 5_000; n++) {
                                    int before = version.incrementAndGet();
                                    List<CompletableFuture<String>> requests = new ArrayList<>();
                                    for (int k = random.nextInt(4); k >= 0; k--) {
                                        requests.add(real.submit(
                                                        "key" + random.nextInt(10),
                                                        CompletableFuture::completedFuture,
                                                        reason -> reason)
                                                .toCompletableFuture());
                                    }
                                    for (CompletableFuture<String> each : requests) {
                                        check(each, before, wrong);
                                    }
                                }
                                done.countDown();
                            },
                            "test-clients")
                    .start();
        }
        assertThat(done.await(60, TimeUnit.SECONDS)).as("seed " + seed).isTrue();
        assertThat(wrong).as("seed " + seed).isEmpty();
        // A last statement may find that another one has taken its requests.
        await().until(() -> limited.waiting() == 0);
    }

    private static void check(CompletableFuture<String> request, int before, List<String> wrong) {
        String got;
        try {
            got = answer(request);
        } catch (Exception e) {
            got = String.valueOf(e);
        }
        if (!got.matches("\\d+") || Integer.parseInt(got) < before) {
            synchronized (wrong) {
                wrong.add(got + " after " + before);
            }
        }
    }
}
