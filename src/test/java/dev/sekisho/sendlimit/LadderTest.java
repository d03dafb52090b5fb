// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.OperatorLog;
import dev.sekisho.SettableClock;
import dev.sekisho.cluster.CacheFactory;
import dev.sekisho.directory.snapshot.Sender;
import dev.sekisho.sendlimit.counter.CounterState;
import dev.sekisho.sendlimit.counter.LimitEvent;
import dev.sekisho.sendlimit.counter.LimitEvent.Kind;
import dev.sekisho.sendlimit.counter.LimitResult.Outcome;
import dev.sekisho.sendlimit.counter.SendCounters;
import dev.sekisho.sendlimit.counter.TestCaches;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The steps of a limit: alert, action, send block. */
class LadderTest {
    private static final String ALICE = "alice@example.org";

    private final CacheFactory caches = TestCaches.open();
    private final SettableClock clock = new SettableClock("2026-03-01T09:00:00Z");
    private final TestDirectory directory = new TestDirectory();
    private final List<LimitEvent> events = new ArrayList<>();
    private final SendCounters counters = new SendCounters(caches, directory, clock, events::add);
    private long messages;

    @AfterEach
    void close() {
        caches.close();
    }

    @Test
    void eachStepIsReportedOnceInAPeriod() {
        Sender alice = directory.put(ALICE, "10/1h");
        for (int i = 0; i < 15; i++) {
            count(alice, 1);
        }
        assertThat(events).extracting(LimitEvent::kind).containsExactly(Kind.NEAR, Kind.REFUSED);
        assertThat(events.get(0))
                .isEqualTo(new LimitEvent(
                        Kind.NEAR,
                        ALICE,
                        "example.org",
                        "account",
                        "10/1h",
                        8,
                        10,
                        Instant.parse("2026-03-01T09:00:00Z"),
                        Instant.parse("2026-03-01T09:00:00Z")));
        assertThat(events.get(1).used()).isEqualTo(10);
        assertThat(events.get(1).release()).isEqualTo(Instant.parse("2026-03-01T10:02:00Z"));
        clock.advance(Duration.ofMinutes(63));
        for (int i = 0; i < 15; i++) {
            count(alice, 1);
        }
        assertThat(events)
                .extracting(LimitEvent::kind)
                .containsExactly(Kind.NEAR, Kind.REFUSED, Kind.NEAR, Kind.REFUSED);
    }

    @Test
    void alertsAreRememberedAcrossARestart() {
        Sender alice = directory.put(ALICE, "10/1h");
        count(alice, 9);
        count(alice, 9);
        CounterState kept = CounterState.parse(
                Objects.requireNonNull(counters.values(List.of(ALICE)).get(ALICE))
                        .text(),
                1);
        counters.reset(ALICE);
        counters.restore(ALICE, kept);
        events.clear();
        count(alice, 9);
        assertThat(events).isEmpty();
    }

    @Test
    void aRefusalAtARecipientIsReportedToo() {
        Sender alice = directory.put(ALICE, "1/1h");
        count(alice, 1);
        events.clear();
        counters.peek(TestAttempt.of(counters, alice, 1, 0, TestAttempt.id(77)));
        counters.peek(TestAttempt.of(counters, alice, 1, 0, TestAttempt.id(78)));
        assertThat(events).hasSize(1);
        TestAttempt.reserve(counters, alice, "a@one.example", 79);
        assertThat(events).extracting(LimitEvent::kind).containsExactly(Kind.REFUSED);
    }

    @Test
    void aNoticeCanBeElsewhereOrOff() {
        count(directory.put(ALICE, "10/1h notify 50%, messages 1/1h notify off"), 5);
        assertThat(events).extracting(LimitEvent::limit).containsExactly("10/1h notify 50%");
    }

    @Test
    void anAccountFarBeyondARejectingLimitIsSendBlocked() {
        Sender alice = directory.put(ALICE, "10/1h block 200%");
        for (int i = 0; i < 19; i++) {
            count(alice, 1);
        }
        assertThat(events).extracting(LimitEvent::kind).doesNotContain(Kind.SEND_BLOCKED);
        count(alice, 1);
        count(alice, 1);
        assertThat(events).extracting(LimitEvent::kind).containsOnlyOnce(Kind.SEND_BLOCKED);
        assertThat(events.get(events.size() - 1).used()).isEqualTo(20);
    }

    @Test
    void aRefusedRequestThatComesAgainIsNotOneMore() {
        Sender alice = directory.put(ALICE, "10/1h block 150%");
        count(alice, 10);
        for (int i = 0; i < 50; i++) {
            TestAttempt.reserve(counters, alice, "a@one.example", 99);
        }
        assertThat(events).extracting(LimitEvent::kind).doesNotContain(Kind.SEND_BLOCKED);
        for (int i = 0; i < 5; i++) {
            TestAttempt.reserve(counters, alice, "r" + i + "@one.example", 99);
        }
        assertThat(events).extracting(LimitEvent::kind).contains(Kind.SEND_BLOCKED);
    }

    @Test
    void ofAMessageThatIsRefusedAtEachRecipientItIsOneMessageInVain() {
        Sender alice = directory.put(ALICE, "messages 10/1h block 150%");
        for (int i = 0; i < 10; i++) {
            count(alice, 1);
        }
        for (int i = 0; i < 20; i++) {
            TestAttempt.reserve(counters, alice, "r" + i + "@one.example", 99);
        }
        assertThat(events).extracting(LimitEvent::kind).doesNotContain(Kind.SEND_BLOCKED);
        for (int message = 100; message < 104; message++) {
            TestAttempt.reserve(counters, alice, "a@one.example", message);
        }
        assertThat(events).extracting(LimitEvent::kind).contains(Kind.SEND_BLOCKED);
    }

    @Test
    void whatIsAdmittedIsNotAlsoInVain() {
        Sender alice = directory.put(ALICE, "10/1h block 200%");
        count(alice, 5);
        assertThat(count(alice, 6)).isEqualTo(Outcome.REFUSED);
        assertThat(count(alice, 5)).isEqualTo(Outcome.ADMITTED);
        assertThat(count(alice, 3)).isEqualTo(Outcome.REFUSED);
        assertThat(events).extracting(LimitEvent::kind).doesNotContain(Kind.SEND_BLOCKED);
        assertThat(count(alice, 1)).isEqualTo(Outcome.REFUSED);
        assertThat(events.get(events.size() - 1).used()).isEqualTo(20);
    }

    @Test
    void whatIsInVainUsesNothingOfTheDay() {
        Sender alice = directory.put(ALICE, "10/day block 200%");
        count(alice, 5);
        assertThat(count(alice, 6)).isEqualTo(Outcome.REFUSED);
        assertThat(counters.usage(ALICE).get(0).used()).isEqualTo(5);
        assertThat(count(alice, 5)).isEqualTo(Outcome.ADMITTED);
    }

    @Test
    void aSendBlockIsReportedAndTheProgressOfItsWriterToo() {
        TestSendBlocks store = new TestSendBlocks();
        SendBlocks sendBlocks = new SendBlocks(directory, store, clock);
        directory.put(ALICE, "10/1h");
        Instant now = clock.instant();
        LimitEvent sendBlocked = new LimitEvent(
                Kind.SEND_BLOCKED, ALICE, "example.org", "account", "10/1h block 200%", 20, 10, now, now);
        try (OperatorLog log = new OperatorLog("dev.sekisho.sendlimit")) {
            sendBlocks.write();
            assertThat(sendBlocks.progress().status().lastSuccess())
                    .as("nothing to write")
                    .isEqualTo(now);
            clock.advance(Duration.ofMinutes(1));
            sendBlocks.limitReached(sendBlocked);
            assertThat(log.lines()).hasSize(1);
            sendBlocks.limitReached(sendBlocked);
            assertThat(log.lines()).singleElement().asString().startsWith("SKS0305W ");
            assertThat(sendBlocks.progress().status().waiting()).isEqualTo(1);
            store.setAway(true);
            for (int i = 0; i < 3; i++) {
                sendBlocks.write();
                assertThat(log.lines()).hasSize(2).last().asString().startsWith("SKS0306W ");
            }
            assertThat(sendBlocks.progress().status().lastSuccess()).isEqualTo(now);
            store.setAway(false);
            sendBlocks.write();
            assertThat(sendBlocks.progress().status().waiting()).isZero();
            assertThat(sendBlocks.progress().status().lastSuccess()).isEqualTo(clock.instant());
        }
    }

    /** An unblock within that time takes effect, and the directory has it. */
    @Test
    void aWrittenSendBlockHoldsHereForFiveMoreSeconds() {
        SendBlocks sendBlocks = new SendBlocks(directory, new TestSendBlocks(), clock);
        directory.put(ALICE, "10/1h");
        Instant now = clock.instant();
        sendBlocks.limitReached(new LimitEvent(
                Kind.SEND_BLOCKED, ALICE, "example.org", "account", "10/1h block 200%", 20, 10, now, now));
        sendBlocks.write();
        clock.advance(Duration.ofMillis(4999));
        sendBlocks.write();
        assertThat(sendBlocks.isSendBlocked(ALICE)).isTrue();
        clock.advance(Duration.ofMillis(1));
        sendBlocks.write();
        assertThat(sendBlocks.isSendBlocked(ALICE)).isFalse();
    }

    @Test
    void aLimitThatObservesBlocksByWhatPassed() {
        Sender alice = directory.put(ALICE, "10/1h observe block 200%");
        for (int i = 0; i < 20; i++) {
            assertThat(count(alice, 1)).isIn(Outcome.ADMITTED, Outcome.OBSERVED);
        }
        assertThat(events).extracting(LimitEvent::kind).containsExactly(Kind.NEAR, Kind.REFUSED, Kind.SEND_BLOCKED);
    }

    @Test
    void aFilteredMessageIsFilteredAgainWhenItsRequestIsRepeated() {
        Sender alice = directory.put(ALICE, "1/1h filter");
        assertThat(TestAttempt.count(counters, alice, 3, 0, 7).outcome()).isEqualTo(Outcome.FILTERED);
        assertThat(TestAttempt.count(counters, alice, 3, 0, 7).outcome()).isEqualTo(Outcome.FILTERED);
        assertThat(counters.usage(ALICE).get(0).used()).isEqualTo(3);
    }

    @Test
    void aSendBlockedAccountIsSendBlockedHereAtOnceAndWrittenWhenTheDatabaseIsBack() {
        TestSendBlocks store = new TestSendBlocks();
        SendBlocks sendBlocks = new SendBlocks(directory, store, clock);
        directory.put(ALICE, "10/1h");
        Instant now = clock.instant();
        sendBlocks.limitReached(new LimitEvent(
                Kind.SEND_BLOCKED, ALICE, "example.org", "account", "10/1h block 200%", 20, 10, now, now));
        sendBlocks.limitReached(
                new LimitEvent(Kind.SEND_BLOCKED, "x", "", "account", "10/1h block 200%", 20, 10, now, now));
        assertThat(sendBlocks.isSendBlocked(ALICE)).isTrue();
        assertThat(sendBlocks.isSendBlocked("x"))
                .as("an account outside the directory")
                .isFalse();
        store.setAway(true);
        sendBlocks.write();
        assertThat(store.written()).isEmpty();
        assertThat(sendBlocks.isSendBlocked(ALICE)).isTrue();
        store.setAway(false);
        sendBlocks.write();
        sendBlocks.write();
        assertThat(store.written()).containsExactly(ALICE + ": limit 10/1h block 200%, 20 attempted");
        assertThat(sendBlocks.isSendBlocked(ALICE)).isTrue();
        directory.put(ALICE, false, "10/1h");
        sendBlocks.write();
        assertThat(sendBlocks.isSendBlocked(ALICE)).as("now by the directory").isFalse();
    }

    private Outcome count(Sender sender, int recipients) {
        messages++;
        return TestAttempt.count(counters, sender, recipients, 0, messages).outcome();
    }
}
