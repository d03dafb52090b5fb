// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.SettableClock;
import dev.sekisho.cluster.CacheFactory;
import dev.sekisho.directory.snapshot.Sender;
import dev.sekisho.limit.SendLimits;
import dev.sekisho.sendlimit.TestAttempt;
import dev.sekisho.sendlimit.TestDirectory;
import dev.sekisho.sendlimit.counter.LimitResult.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The counters on the cache of production. */
class SendCountersTest {
    private static final int THREADS = 8;

    private final CacheFactory caches = TestCaches.open();
    private final SettableClock clock = new SettableClock("2026-03-01T09:00:00Z");
    private final TestDirectory directory = new TestDirectory();
    private final SendCounters counters = new SendCounters(caches, directory, clock, event -> {});
    private final AtomicLong messages = new AtomicLong();

    @AfterEach
    void close() {
        caches.close();
    }

    @Test
    void noCountIsLostUnderManyThreads() throws Exception {
        Sender alice = directory.put("alice@example.org", "1000000/1h");
        inParallel(() -> {
            for (int i = 0; i < 1000; i++) {
                TestAttempt.count(counters, alice, 1, 0, messages.incrementAndGet());
            }
            return 0;
        });
        assertThat(used("alice@example.org")).isEqualTo(THREADS * 1000);
    }

    @Test
    void theLimitIsReachedExactlyUnderManyThreads() throws Exception {
        Sender alice = directory.put("alice@example.org", "1000/1h, 100000/1d");
        int admitted = inParallel(() -> {
            int mine = 0;
            for (int i = 0; i < 500; i++) {
                if (TestAttempt.count(counters, alice, 1, 0, messages.incrementAndGet())
                                .outcome()
                        == Outcome.ADMITTED) {
                    mine++;
                }
            }
            return mine;
        });
        assertThat(admitted).isEqualTo(1000);
        assertThat(used("alice@example.org")).isEqualTo(1000);
    }

    @Test
    void aRequestThatManyThreadsRepeatIsCountedOnce() throws Exception {
        Sender alice = directory.put("alice@example.org", "1000/1h");
        int admitted =
                inParallel(() -> TestAttempt.count(counters, alice, 5, 0, 42).outcome() == Outcome.ADMITTED ? 1 : 0);
        assertThat(admitted).isEqualTo(1);
        assertThat(used("alice@example.org")).isEqualTo(5);
    }

    /**
     * Memory of a counter is bounded, so its memory of messages is: beyond it the count is one too many, never one too
     * few.
     */
    @Test
    void aMessageThatIsRepeatedAfterMoreThan31OthersOfItsAccountIsCountedTwice() {
        Sender alice = directory.put("alice@example.org", "1000/1h");
        TestAttempt.count(counters, alice, 1, 0, 42);
        for (int other = 100; other < 100 + CountedMessages.MAX - 1; other++) {
            TestAttempt.count(counters, alice, 1, 0, other);
        }
        assertThat(TestAttempt.count(counters, alice, 1, 0, 42).outcome()).isEqualTo(Outcome.REPEATED);
        assertThat(used("alice@example.org")).isEqualTo(32);
        TestAttempt.count(counters, alice, 1, 0, 200);
        assertThat(TestAttempt.count(counters, alice, 1, 0, 42).outcome()).isEqualTo(Outcome.ADMITTED);
        assertThat(used("alice@example.org")).isEqualTo(34);
    }

    @Test
    void aMessageOfABusyPoolIsKnownByItsAccount() {
        directory.setPool("example.org", SendLimits.parse("1000/1h"));
        Sender alice = inPool("alice@example.org");
        TestAttempt.count(counters, alice, 1, 0, 42);
        for (int other = 100; other < 200; other++) {
            TestAttempt.count(counters, inPool("bob@example.org"), 1, 0, other);
        }
        assertThat(TestAttempt.count(counters, alice, 1, 0, 42).outcome()).isEqualTo(Outcome.REPEATED);
        assertThat(counters.poolUsage("example.org").get(0).used()).isEqualTo(101);
    }

    private Sender inPool(String account) {
        Sender sender = new Sender(
                account, true, true, SendLimits.parse("1000/1h"), "example.org", directory.pool("example.org"));
        directory.put(sender);
        return sender;
    }

    @Test
    void aRefusedMessageIsNotCounted() {
        Sender alice = directory.put("alice@example.org", "3/1h");
        count(alice, 2);
        assertThat(count(alice, 2)).isEqualTo(Outcome.REFUSED);
        assertThat(used("alice@example.org")).isEqualTo(2);
        assertThat(count(alice, 1)).isEqualTo(Outcome.ADMITTED);
    }

    @Test
    void theLimitFreesItselfWithTime() {
        Sender alice = directory.put("alice@example.org", "3/1h");
        count(alice, 3);
        clock.advance(Duration.ofMinutes(59));
        assertThat(count(alice, 1)).isEqualTo(Outcome.REFUSED);
        clock.advance(Duration.ofMinutes(3));
        assertThat(count(alice, 3)).isEqualTo(Outcome.ADMITTED);
    }

    @Test
    void usageHasEachLimitAndItsRelease() {
        Sender alice = directory.put("alice@example.org", "3/1h, 10/1d");
        assertThat(counters.usage("alice@example.org"))
                .extracting(LimitUsage::used)
                .containsExactly(0L, 0L);
        count(alice, 3);
        assertThat(counters.usage("alice@example.org"))
                .containsExactly(
                        new LimitUsage(alice.limits().limits().get(0), 3, 0, Instant.parse("2026-03-01T10:02:00Z")),
                        new LimitUsage(alice.limits().limits().get(1), 3, 0, null));
    }

    @Test
    void theCountersNearestToTheirLimitsComeFirst() {
        count(directory.put("alice@example.org", "10/1h, 5/1d"), 3);
        count(directory.put("bob@example.org", "10/1h"), 6);
        count(directory.put("carol@example.org", "10/1h"), 3);
        directory.put("dave@example.org", "1/1h");
        assertThat(counters.top(10))
                .extracting(SendCountersTest::text)
                .containsExactly("alice@example.org 5/1d", "bob@example.org 10/1h", "carol@example.org 10/1h");
        assertThat(counters.top(2))
                .extracting(NearLimit::account)
                .containsExactly("alice@example.org", "bob@example.org");
        SendLimits pool = SendLimits.parse("4/1h");
        directory.setPool("example.net", pool);
        Sender eve = new Sender("eve@example.net", true, true, SendLimits.UNLIMITED, "example.net", pool);
        count(eve, 4);
        assertThat(counters.top(1)).extracting(SendCountersTest::text).containsExactly("@example.net 4/1h");
        clock.advance(Duration.ofDays(2));
        assertThat(counters.top(10)).as("empty ones are left out").isEmpty();
    }

    private static String text(NearLimit each) {
        return each.account() + ' ' + each.usage().limit();
    }

    @Test
    void anAccountWithoutALimitUsesNoMemory() {
        Sender bob = directory.put("bob@example.org", "unlimited");
        assertThat(count(bob, 1000)).isEqualTo(Outcome.ADMITTED);
        assertThat(counters.usage("bob@example.org")).isEmpty();
        assertThat(counters.unwritten()).isZero();
    }

    @Test
    void resetClearsTheCountsAndMarksTheAccountForTheDatabase() {
        Sender alice = directory.put("alice@example.org", "3/1h");
        count(alice, 3);
        counters.takeDirty(10);
        counters.reset("Alice@Example.org");
        assertThat(count(alice, 3)).isEqualTo(Outcome.ADMITTED);
        counters.reset("alice@example.org");
        assertThat(counters.takeDirty(10)).containsExactly("alice@example.org");
        assertThat(counters.values(List.of("alice@example.org")).values())
                .extracting(CounterState::text)
                .containsExactly("");
    }

    @Test
    void aCounterTakenForWritingIsMarkedAgainByTheNextCount() {
        Sender alice = directory.put("alice@example.org", "30/1h");
        Sender bob = directory.put("bob@example.org", "30/1h");
        count(alice, 1);
        count(bob, 1);
        assertThat(counters.takeDirty(1)).hasSize(1);
        assertThat(counters.takeDirty(10)).hasSize(1);
        assertThat(counters.takeDirty(10)).isEmpty();
        count(alice, 1);
        assertThat(counters.takeDirty(10)).containsExactly("alice@example.org");
        counters.giveBack(List.of("alice@example.org"));
        assertThat(counters.takeDirty(10)).containsExactly("alice@example.org");
    }

    @Test
    void readingAndAReportedRefusalLeaveNothingToWrite() {
        Sender alice = directory.put("alice@example.org", "3/1h");
        count(alice, 4);
        assertThat(counters.takeDirty(10)).as("its report").containsExactly("alice@example.org");
        counters.peek(TestAttempt.of(counters, alice, 1, 0, TestAttempt.id(1)));
        count(alice, 4);
        assertThat(counters.unwritten()).isZero();
    }

    @Test
    void aRestoredCountDoesNotReplaceANewerOne() {
        Sender alice = directory.put("alice@example.org", "30/1h");
        directory.put("bob@example.org", "30/1h");
        count(alice, 5);
        CounterState kept = CounterState.parse(
                CounterState.NONE
                        .plus(
                                counters.cost(2, 0, ""),
                                1,
                                LimitCheck.array(alice.limits().limits()))
                        .text(),
                1);
        assertThat(counters.isLoaded()).isFalse();
        counters.restore("alice@example.org", kept);
        counters.restore("bob@example.org", kept);
        counters.restored();
        assertThat(counters.isLoaded()).isTrue();
        assertThat(used("alice@example.org")).isEqualTo(5);
        assertThat(used("bob@example.org")).isEqualTo(2);
    }

    private Outcome count(Sender sender, int cost) {
        return TestAttempt.count(counters, sender, cost, 0, messages.incrementAndGet())
                .outcome();
    }

    private long used(String account) {
        return counters.usage(account).get(0).used();
    }

    private static int inParallel(Callable<Integer> work) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Integer>> all = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                all.add(work);
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

    /** A client with invented logins must not fill the memory. */
    @Test
    void beyondSoManyLoginsWithoutAnAccountOnlyAccountsAndPoolsGetCounters() {
        Sender alice = directory.put("alice@example.org", "30/1h");
        for (int i = 0; i < UnownedCounters.MOST; i++) {
            assertThat(counters.admits(unowned("made-up" + i))).isTrue();
            assertThat(counters.admits(alice)).isTrue();
        }
        assertThat(counters.admits(unowned("one-more"))).isFalse();
        assertThat(counters.admits(alice)).isTrue();
        assertThat(counters.uncountedLogins()).isEqualTo(1);

        CounterState kept = CounterState.parse("3600:" + clock.millis() / 1000 / 120 + ":9", 77);
        for (String key : List.of("one-more", "made-up1", "alice@example.org", "@example.org")) {
            counters.restore(key, kept);
        }
        assertThat(counters.values(List.of("one-more", "made-up1", "alice@example.org", "@example.org")))
                .containsOnlyKeys("made-up1", "alice@example.org", "@example.org");

        assertThat(counters.forgetEmpty("made-up1")).as("something is in it").isFalse();
        assertThat(counters.admits(unowned("one-more"))).isFalse();
        assertThat(counters.forgetEmpty("made-up2")).isTrue();
        assertThat(counters.admits(unowned("one-more"))).isTrue();
    }

    private static Sender unowned(String login) {
        return new Sender(login, false, true, SendLimits.parse("30/1h"));
    }

    @Test
    void whatIsForgottenNowWasChangedNow() {
        count(directory.put("alice@example.org", "30/1h"), 1);
        clock.advance(Duration.ofMinutes(1));
        counters.reset("alice@example.org");
        assertThat(counters.values(List.of("alice@example.org")).values())
                .extracting(CounterState::revisedSeconds)
                .containsExactly(clock.instant().getEpochSecond());
    }

    @Test
    void theClusterKnowsWhenTheCountersAreBack() {
        assertThat(counters.areInCluster()).isFalse();
        counters.restored();
        assertThat(counters.areInCluster()).isTrue();
    }

    @Test
    void onlyWhatWasChangedSinceIsMarkedForWriting() {
        count(directory.put("alice@example.org", "30/1h"), 1);
        clock.advance(Duration.ofMinutes(1));
        count(directory.put("bob@example.org", "30/1h"), 1);
        counters.takeDirty(10);
        counters.markChangedSince(clock.instant());
        assertThat(counters.takeDirty(10)).containsExactly("bob@example.org");
    }
}
