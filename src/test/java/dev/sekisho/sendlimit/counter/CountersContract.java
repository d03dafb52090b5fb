// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.SettableClock;
import dev.sekisho.cluster.CacheFactory;
import dev.sekisho.cluster.CacheSpec;
import dev.sekisho.directory.snapshot.Sender;
import dev.sekisho.limit.SendLimit;
import dev.sekisho.sendlimit.TestAttempt;
import dev.sekisho.sendlimit.TestDirectory;
import dev.sekisho.sendlimit.counter.LimitResult.Outcome;
import dev.sekisho.sendlimit.counter.ReserveProcessor.Mode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToIntFunction;
import javax.cache.Cache;
import javax.cache.processor.EntryProcessor;
import org.junit.jupiter.api.Test;

/**
 * What the counters need of any store. Each node that shares the store counts; a single process is one node.
 *
 * <p>Not safe for use by several threads, as any test.
 */
abstract class CountersContract {
    private static final int THREADS = 8;
    private static final AtomicLong NAMES = new AtomicLong();

    private final SettableClock clock = new SettableClock("2026-03-01T09:00:00Z");
    private final TestDirectory directory = new TestDirectory();
    private final AtomicLong messages = new AtomicLong();

    /** The makers of all nodes of one store. */
    abstract List<CacheFactory> nodes();

    /** Counters of each node; made once a test run, since their caches have fixed names. */
    abstract List<SendCounters> counters(TestDirectory directory, SettableClock clock);

    @Test
    void noUpdateIsLostHoweverManyCountAtOnce() throws Exception {
        String account = account("1000000/1h");
        Sender sender = directory.sender(account);
        inParallel(counters -> {
            for (int i = 0; i < 500; i++) {
                TestAttempt.count(counters, sender, 1, 0, messages.incrementAndGet());
            }
            return 0;
        });
        assertThat(THREADS * 500 - used(account)).as("lost updates").isZero();
    }

    @Test
    void theLimitIsReachedExactly() throws Exception {
        String account = account("500/1h, 100000/1d");
        Sender sender = directory.sender(account);
        int admitted = inParallel(counters -> {
            int mine = 0;
            for (int i = 0; i < 200; i++) {
                if (TestAttempt.count(counters, sender, 1, 0, messages.incrementAndGet())
                                .outcome()
                        == Outcome.ADMITTED) {
                    mine++;
                }
            }
            return mine;
        });
        assertThat(admitted).isEqualTo(500);
        assertThat(used(account)).isEqualTo(500);
    }

    @Test
    void aMessageThatAllNodesGetIsCountedOnce() throws Exception {
        String account = account("1000/1h");
        Sender sender = directory.sender(account);
        int admitted = inParallel(
                counters -> TestAttempt.count(counters, sender, 5, 0, 42).outcome() == Outcome.ADMITTED ? 1 : 0);
        assertThat(admitted).isEqualTo(1);
        assertThat(used(account)).isEqualTo(5);
    }

    @Test
    void whatOneNodeReservesAnotherCountsAndGivesBackOnce() {
        String account = account("10/1h");
        Sender sender = directory.sender(account);
        List<SendCounters> all = counters(directory, clock);
        SendCounters first = all.get(0);
        SendCounters last = all.get(all.size() - 1);
        long message = messages.incrementAndGet();
        for (String recipient : List.of("a@example.com", "b@example.com", "b@example.com")) {
            assertThat(TestAttempt.reserve(first, sender, recipient, message).outcome())
                    .isEqualTo(Outcome.ADMITTED);
        }
        TestAttempt.reserve(last, sender, "b@example.com", message);
        assertThat(last.usage(account).get(0).reserved()).isEqualTo(2);
        assertThat(TestAttempt.count(last, sender, 9, 0, messages.incrementAndGet())
                        .outcome())
                .isEqualTo(Outcome.REFUSED);
        assertThat(TestAttempt.count(last, sender, 2, 0, message).outcome()).isEqualTo(Outcome.ADMITTED);
        assertThat(TestAttempt.count(first, sender, 2, 0, message).outcome()).isEqualTo(Outcome.REPEATED);
        // The first node's connection ends after the message was counted elsewhere.
        first.release(SendCounters.ofSender(sender), message);
        assertThat(used(account)).isEqualTo(2);
        assertThat(first.usage(account).get(0).reserved()).isZero();
    }

    @Test
    void aProcessorThatTheStoreRunsTwiceChangesNothingTheSecondTime() {
        String account = account("3/1h, domains 5/1h");
        Sender sender = directory.sender(account);
        SendCounters counters = counters(directory, clock).get(0);
        SendAttempt attempt = new SendAttempt(
                account,
                SendCounters.ofSender(sender),
                counters.cost(1, 0, "a@example.com"),
                TestAttempt.id(messages.incrementAndGet(), 5));
        SendLimit[] limits = LimitCheck.array(sender.limits().limits());
        Cache<String, CounterState> cache =
                open(CounterState.class, 0, Duration.ofHours(1)).get(0);
        for (EntryProcessor<String, CounterState, ?> processor : List.<EntryProcessor<String, CounterState, ?>>of(
                new ReserveProcessor(List.of(limits), attempt.cost(), attempt.id(), Mode.RECIPIENT),
                new ReleaseProcessor(attempt.id().transaction(), attempt.id().recipient(), clock.millis() / 1000),
                new ReserveProcessor(List.of(limits), attempt.cost(), attempt.id(), Mode.MESSAGE),
                new CountProcessor(List.of(limits), attempt.cost(), attempt.id(), false),
                new CountProcessor(List.of(limits), counters.cost(9, 0, ""), TestAttempt.id(7), false))) {
            cache.invoke(account, processor);
            long once = Objects.requireNonNull(cache.get(account)).revision();
            cache.invoke(account, processor);
            assertThat(Objects.requireNonNull(cache.get(account)).revision())
                    .as("%s", processor.getClass().getSimpleName())
                    .isEqualTo(once);
        }
    }

    @Test
    void everyNodeSeesAResetAtOnceAndARestoreBringsNothingBack() {
        String account = account("10/1h");
        Sender sender = directory.sender(account);
        List<SendCounters> all = counters(directory, clock);
        SendCounters first = all.get(0);
        SendCounters last = all.get(all.size() - 1);
        TestAttempt.count(first, sender, 7, 0, messages.incrementAndGet());
        assertThat(last.peek(TestAttempt.of(last, sender, 4, 0, TestAttempt.id(0)))
                        .outcome())
                .isEqualTo(Outcome.REFUSED);
        last.reset(account);
        assertThat(used(account)).isZero();
        assertThat(TestAttempt.count(first, sender, 10, 0, messages.incrementAndGet())
                        .outcome())
                .isEqualTo(Outcome.ADMITTED);
    }

    @Test
    void storedCountsAreLoadedOnceByWhicheverNodeLoadsThem() {
        String account = account("100/1h");
        CounterState kept = CounterState.parse("3600:" + clock.millis() / 1000 / 120 + ":9", 77);
        counters(directory, clock).forEach(each -> each.restore(account, kept));
        assertThat(used(account)).isEqualTo(9);
        counters(directory, clock).forEach(each -> each.restore(account, kept));
        assertThat(used(account)).isEqualTo(9);
    }

    @Test
    void revisionsOnlyGrow() {
        String account = account("100/1h");
        Sender sender = directory.sender(account);
        SendCounters counters = counters(directory, clock).get(0);
        long last = 0;
        for (int i = 0; i < 5; i++) {
            clock.advance(Duration.ofSeconds(-1)); // a clock that is set back
            if (i == 3) {
                counters.reset(account);
            } else {
                TestAttempt.count(counters, sender, 1, 0, messages.incrementAndGet());
            }
            long now = counters.values(List.of(account))
                    .getOrDefault(account, CounterState.NONE)
                    .revision();
            assertThat(now).isGreaterThan(last);
            last = now;
        }
    }

    @Test
    void entriesEndByThemselves() {
        Cache<String, Long> cache = open(Long.class, 0, Duration.ofSeconds(1)).get(0);
        cache.put("short", 1L);
        assertThat(cache.get("short")).isEqualTo(1L);
        await().atMost(Duration.ofSeconds(5)).until(() -> cache.get("short") == null);
    }

    @Test
    void memoryIsBoundedForAnyInput() {
        int most = 20_000;
        List<Cache<String, Long>> caches = open(Long.class, most, Duration.ofHours(1));
        for (int i = 0; i < 3 * most; i++) {
            caches.get(i % caches.size()).put("key" + i, (long) i);
        }
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            int size = 0;
            for (Cache.Entry<String, Long> each : caches.get(0)) {
                size += each.getValue() >= 0 ? 1 : 0;
            }
            // Hazelcast counts by partition, with a margin that matters less the larger the bound is.
            assertThat(size).isBetween(most / 2, most + most / 2);
        });
    }

    private <V> List<Cache<String, V>> open(Class<V> values, int most, Duration kept) {
        String name = "contract-" + NAMES.incrementAndGet();
        List<Cache<String, V>> opened = new ArrayList<>();
        for (CacheFactory each : nodes()) {
            opened.add(each.open(new CacheSpec<>(name, String.class, values, most, kept, CacheSpec.Place.SHARED)));
        }
        return opened;
    }

    private String account(String limits) {
        String account = "account" + NAMES.incrementAndGet() + "@example.org";
        directory.put(account, limits);
        return account;
    }

    private long used(String account) {
        List<Long> seen = counters(directory, clock).stream()
                .map(each -> each.usage(account).get(0).used())
                .distinct()
                .toList();
        assertThat(seen).as("what the nodes see").hasSize(1);
        return seen.get(0);
    }

    private int inParallel(ToIntFunction<SendCounters> work) throws Exception {
        List<SendCounters> nodes = counters(directory, clock);
        ExecutorService executor = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Integer>> all = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                SendCounters mine = nodes.get(i % nodes.size());
                all.add(() -> work.applyAsInt(mine));
            }
            int sum = 0;
            for (Future<Integer> each : executor.invokeAll(all)) {
                sum += each.get();
            }
            return sum;
        } finally {
            executor.shutdownNow();
        }
    }
}
