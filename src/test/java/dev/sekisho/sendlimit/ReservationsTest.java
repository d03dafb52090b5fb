// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.SettableClock;
import dev.sekisho.cluster.CacheFactory;
import dev.sekisho.directory.snapshot.Sender;
import dev.sekisho.limit.SendLimits;
import dev.sekisho.sendlimit.counter.CountProcessor;
import dev.sekisho.sendlimit.counter.CounterState;
import dev.sekisho.sendlimit.counter.LimitEvent;
import dev.sekisho.sendlimit.counter.LimitResult;
import dev.sekisho.sendlimit.counter.LimitResult.Outcome;
import dev.sekisho.sendlimit.counter.LimitUsage;
import dev.sekisho.sendlimit.counter.MessageId;
import dev.sekisho.sendlimit.counter.ReleaseProcessor;
import dev.sekisho.sendlimit.counter.Reservation;
import dev.sekisho.sendlimit.counter.ReserveProcessor;
import dev.sekisho.sendlimit.counter.ReserveProcessor.Mode;
import dev.sekisho.sendlimit.counter.SendAttempt;
import dev.sekisho.sendlimit.counter.SendCounters;
import dev.sekisho.sendlimit.counter.TestCaches;
import dev.sekisho.sendlimit.counter.TestCost;
import dev.sekisho.sendlimit.counter.TestEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reservations of messages under way, on the cache of production. */
class ReservationsTest {
    private static final String ALICE = "alice@example.org";

    private final CacheFactory caches = TestCaches.open();
    private final SettableClock clock = new SettableClock("2026-03-01T09:00:00Z");
    private final TestDirectory directory = new TestDirectory();
    private final List<LimitEvent> events = new ArrayList<>();
    private final SendCounters counters = new SendCounters(caches, directory, clock, events::add);

    @AfterEach
    void close() {
        caches.close();
    }

    @Test
    void twoMessagesSideBySideCannotHaveTheSameRoom() {
        Sender alice = directory.put(ALICE, "3/1h");
        assertThat(reserve(alice, "a@one.example", 1)).isEqualTo(Outcome.ADMITTED);
        assertThat(reserve(alice, "b@one.example", 1)).isEqualTo(Outcome.ADMITTED);
        assertThat(reserve(alice, "c@one.example", 2)).isEqualTo(Outcome.ADMITTED);
        assertThat(reserve(alice, "d@one.example", 2)).isEqualTo(Outcome.REFUSED);
        assertThat(count(alice, 2, 1)).isEqualTo(Outcome.ADMITTED);
        assertThat(count(alice, 1, 2)).isEqualTo(Outcome.ADMITTED);
        assertThat(used()).isEqualTo(3);
        assertThat(reserved()).isZero();
    }

    @Test
    void aRecipientThatPostfixRepeatsIsReservedOnce() {
        Sender alice = directory.put(ALICE, "3/1h");
        for (int i = 0; i < 5; i++) {
            assertThat(reserve(alice, "a@one.example", 1)).isEqualTo(Outcome.ADMITTED);
        }
        assertThat(reserved()).isEqualTo(1);
    }

    @Test
    void theReportedUseIncludesTheReservationOfTheMessageItself() {
        Sender alice = directory.put(ALICE, "3/1h");
        TestAttempt.count(counters, alice, 1, 0, 9);
        assertThat(TestAttempt.reserve(counters, alice, "a@one.example", 1).used())
                .isEqualTo(2);
        assertThat(TestAttempt.reserve(counters, alice, "b@one.example", 1).used())
                .isEqualTo(3);
        LimitResult refused = TestAttempt.reserve(counters, alice, "c@one.example", 1);
        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.used()).isEqualTo(3);
    }

    @Test
    void aRepeatedReservationIsProlongedAfterAMinute() {
        TestEntry entry = new TestEntry();
        long now = clock.millis() / 1000;
        for (int seconds : new int[] {0, 59, 60, 119, 120}) {
            new ReserveProcessor(
                            SendLimits.parse("10/1h").limits(),
                            TestCost.of(4, now + seconds),
                            TestAttempt.id(1),
                            Mode.MESSAGE)
                    .process(entry);
        }
        assertThat(entry.changes()).isEqualTo(3);
        assertThat(entry.getValue().reservation(1, now + 120 + Reservation.TIMEOUT_SECONDS - 1))
                .isNotNull();
    }

    @Test
    void aMessageThatTheAccountRefusesGivesBackWhatItHadReservedEverywhere() {
        Sender alice = pooled(ALICE, "3/1h", "10/1h");
        assertThat(reserve(alice, "a@one.example", 1)).isEqualTo(Outcome.ADMITTED);
        assertThat(counters.poolUsage("example.org").get(0).reserved()).isEqualTo(1);
        assertThat(count(alice, 4, 1)).isEqualTo(Outcome.REFUSED);
        assertThat(reserved()).isZero();
        assertThat(counters.poolUsage("example.org").get(0).reserved()).isZero();
    }

    @Test
    void whatThePoolRefusesLeavesNoCounterOfAnAccountWithoutLimits() {
        Sender bob = pooled("bob@example.org", "unlimited", "4/1h");
        assertThat(count(bob, 5, 1)).isEqualTo(Outcome.REFUSED);
        assertThat(counters.values(List.of("bob@example.org"))).isEmpty();
    }

    @Test
    void whatIsReleasedIsFreeAtOnce() {
        Sender alice = directory.put(ALICE, "1/1h");
        reserve(alice, "a@one.example", 1);
        assertThat(reserve(alice, "b@one.example", 2)).isEqualTo(Outcome.REFUSED);
        counters.release(SendCounters.ofSender(alice), 1);
        assertThat(reserve(alice, "b@one.example", 2)).isEqualTo(Outcome.ADMITTED);
    }

    @Test
    void anUnreleasedReservationExpires() {
        Sender alice = directory.put(ALICE, "1/1h");
        reserve(alice, "a@one.example", 1);
        clock.advance(Duration.ofSeconds(Reservation.TIMEOUT_SECONDS - 1));
        assertThat(reserve(alice, "b@one.example", 2)).isEqualTo(Outcome.REFUSED);
        clock.advance(Duration.ofSeconds(1));
        assertThat(reserve(alice, "b@one.example", 2)).isEqualTo(Outcome.ADMITTED);
    }

    @Test
    void aMessageWithAnExpiredReservationIsCountedIfThereIsStillRoom() {
        Sender alice = directory.put(ALICE, "1/1h");
        reserve(alice, "a@one.example", 1);
        clock.advance(Duration.ofHours(1));
        assertThat(count(alice, 1, 1)).isEqualTo(Outcome.ADMITTED);
        assertThat(used()).isEqualTo(1);
    }

    @Test
    void aMessageWithMoreThanItReservedNeedsRoomForTheRest() {
        Sender alice = directory.put(ALICE, "3/1h");
        reserve(alice, "a@one.example", 1);
        reserve(alice, "b@one.example", 2);
        assertThat(count(alice, 3, 1)).isEqualTo(Outcome.REFUSED);
        assertThat(used()).isZero();
        assertThat(reserved()).as("the refused one's").isEqualTo(1);
        assertThat(count(alice, 1, 2)).isEqualTo(Outcome.ADMITTED);
    }

    @Test
    void dataReservesTheWholeMessageInsteadOfEarlierReservations() {
        Sender alice = directory.put(ALICE, "5/1h, messages 1/1h");
        reserve(alice, "a@one.example", 1);
        SendAttempt data = TestAttempt.of(counters, alice, 4, 0, TestAttempt.id(1));
        assertThat(counters.reserve(data, Mode.MESSAGE).outcome()).isEqualTo(Outcome.ADMITTED);
        assertThat(counters.reserve(data, Mode.MESSAGE).outcome()).isEqualTo(Outcome.ADMITTED);
        assertThat(reserved()).isEqualTo(4);
        assertThat(reserve(alice, "b@one.example", 2))
                .as("one message is under way")
                .isEqualTo(Outcome.REFUSED);
    }

    @Test
    void aDeclaredSizeIsReserved() {
        Sender alice = directory.put(ALICE, "bytes 10K/1h");
        SendAttempt declared = new SendAttempt(
                ALICE, SendCounters.ofSender(alice), counters.cost(1, 8 * 1024, "a@one.example"), TestAttempt.id(1));
        assertThat(counters.reserve(declared, Mode.RECIPIENT).outcome()).isEqualTo(Outcome.ADMITTED);
        assertThat(TestAttempt.count(counters, alice, 1, 3 * 1024, 2).outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(TestAttempt.count(counters, alice, 1, 10 * 1024, 1).outcome())
                .isEqualTo(Outcome.ADMITTED);
    }

    @Test
    void whatThePoolRefusesIsTakenBackFromTheAccount() {
        Sender alice = pooled(ALICE, "10/1h, domains 5/1h", "2/1h");
        assertThat(reserve(alice, "a@one.example", 1)).isEqualTo(Outcome.ADMITTED);
        assertThat(reserve(alice, "b@two.example", 1)).isEqualTo(Outcome.ADMITTED);
        for (int i = 0; i < 3; i++) {
            assertThat(reserve(alice, "c@three.example", 1)).isEqualTo(Outcome.REFUSED);
        }
        assertThat(counters.usage(ALICE)).extracting(LimitUsage::reserved).containsExactly(2L, 2L);
        assertThat(counters.poolUsage("example.org").get(0).reserved()).isEqualTo(2);
    }

    @Test
    void aMessageThatThePoolRefusesLeavesNothingBehind() {
        Sender alice = pooled(ALICE, "10/1h", "4/1h");
        Sender bob = pooled("bob@example.org", "unlimited", "4/1h");
        assertThat(count(alice, 3, 1)).isEqualTo(Outcome.ADMITTED);
        assertThat(count(alice, 2, 2)).isEqualTo(Outcome.REFUSED);
        assertThat(count(bob, 2, 3)).isEqualTo(Outcome.REFUSED);
        assertThat(used()).isEqualTo(3);
        assertThat(reserved()).isZero();
        assertThat(counters.poolUsage("example.org").get(0).reserved()).isZero();
        assertThat(count(bob, 1, 4)).isEqualTo(Outcome.ADMITTED);
        assertThat(count(bob, 1, 4)).isEqualTo(Outcome.REPEATED);
        assertThat(counters.poolUsage("example.org").get(0).used()).isEqualTo(4);
    }

    @Test
    void aMessageThatOnlyThePoolHasCountedIsCountedWithTheAccountWhenItComesAgain() {
        Sender alice = pooled(ALICE, "10/1h", "4/1h");
        // As if Sekisho had died between the two.
        SendAttempt attempt = TestAttempt.of(counters, alice, 3, 0, TestAttempt.id(1));
        counters.count(new SendAttempt(ALICE, attempt.counters().subList(1, 2), attempt.cost(), attempt.id()));
        counters.count(attempt);
        assertThat(used()).isEqualTo(3);
        assertThat(counters.poolUsage("example.org").get(0).used()).isEqualTo(3);
        assertThat(counters.count(attempt).outcome()).isEqualTo(Outcome.REPEATED);
    }

    @Test
    void everyStepMayRunTwice() {
        TestEntry entry = new TestEntry();
        long now = clock.millis() / 1000;
        var limits = SendLimits.parse("10/1h, domains 3/1h").limits();
        MessageId id = TestAttempt.id(1, 7);
        ReserveProcessor reserve = new ReserveProcessor(limits, TestCost.of(1, now), id, Mode.RECIPIENT);
        twice(entry, () -> reserve.process(entry));
        ReleaseProcessor last = new ReleaseProcessor(1, 7, now);
        twice(entry, () -> last.process(entry));
        reserve.process(entry);
        ReleaseProcessor all = new ReleaseProcessor(1, Reservation.NO_RECIPIENT, now);
        twice(entry, () -> all.process(entry));
        CountProcessor count = new CountProcessor(limits, TestCost.of(4, now), id, false);
        twice(entry, () -> count.process(entry));
        CountProcessor refused = new CountProcessor(
                SendLimits.parse("10/1h block 200%").limits(), TestCost.of(9, now), TestAttempt.id(2), false);
        twice(entry, () -> refused.process(entry));
    }

    private static void twice(TestEntry entry, Runnable step) {
        step.run();
        CounterState once = entry.getValue();
        step.run();
        assertThat(entry.getValue()).isSameAs(once);
    }

    @Test
    void theMessagesUnderWayOfOneCounterAreBounded() {
        Sender alice = directory.put(ALICE, "100000/1h");
        for (int message = 1; message <= 1000; message++) {
            reserve(alice, "a@one.example", message);
        }
        assertThat(reserved()).isEqualTo(CounterState.MAX_RESERVATIONS);
    }

    @Test
    void onlyMessagesUnderWayAreInTheWayForAMinute() {
        Sender alice = directory.put(ALICE, "1/1h");
        reserve(alice, "a@one.example", 1);
        LimitResult refused = TestAttempt.reserve(counters, alice, "b@one.example", 2);
        assertThat(refused.freeSeconds()).isEqualTo(clock.millis() / 1000 + 60);
        assertThat(refused.used()).isEqualTo(1);
    }

    private Sender pooled(String account, String limits, String pool) {
        directory.setPool("example.org", SendLimits.parse(pool));
        Sender sender =
                new Sender(account, true, true, SendLimits.parse(limits), "example.org", SendLimits.parse(pool));
        directory.put(sender);
        return sender;
    }

    private Outcome reserve(Sender sender, String recipient, long message) {
        return TestAttempt.reserve(counters, sender, recipient, message).outcome();
    }

    private Outcome count(Sender sender, int recipients, long message) {
        return TestAttempt.count(counters, sender, recipients, 0, message).outcome();
    }

    private long used() {
        return counters.usage(ALICE).get(0).used();
    }

    private long reserved() {
        return counters.usage(ALICE).get(0).reserved();
    }
}
