// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.SettableClock;
import dev.sekisho.cluster.CacheFactory;
import dev.sekisho.directory.snapshot.Sender;
import dev.sekisho.sendlimit.SendBlockStore;
import dev.sekisho.sendlimit.SendBlocks;
import dev.sekisho.sendlimit.TestAttempt;
import dev.sekisho.sendlimit.TestDirectory;
import dev.sekisho.sendlimit.TestSendBlocks;
import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** No account is refused for longer than its limit permits, for every jump of the clock. */
class ClockJumpTest {
    private static final String ALICE = "alice@example.org";

    private final CacheFactory caches = TestCaches.open();
    private final SettableClock clock = new SettableClock("2026-03-01T09:00:00Z");
    private final TestDirectory directory = new TestDirectory();
    private final TestStore store = new TestStore();
    private final SendCounters counters = new SendCounters(caches, directory, clock, event -> {});
    private final CounterWriter writer = new CounterWriter(counters, store, clock);
    private long messages;

    static Stream<Arguments> jumps() {
        return Stream.of("10/1h", "10/1d", "10/day", "messages 10/1h", "domains 10/1h", "domains 10/day")
                .flatMap(limit -> Stream.of("PT1S", "PT1M", "PT1H", "P1D", "P365D")
                        .flatMap(jump -> Stream.of(Arguments.of(limit, jump, true), Arguments.of(limit, jump, false))));
    }

    @AfterEach
    void close() {
        caches.close();
    }

    @ParameterizedTest
    @MethodSource("jumps")
    void afterAJumpALimitAppliesForItsPeriod(String limit, String jump, boolean ahead) {
        writer.load();
        Sender sender = directory.put(ALICE, limit);
        Duration length = Duration.parse(jump);
        clock.advance(ahead ? length : length.negated());
        fill(sender);
        assertThat(one(sender)).isEqualTo(LimitResult.Outcome.REFUSED);

        clock.advance(ahead ? length.negated() : length);
        LimitResult.Outcome outcome = one(sender);
        if (ahead) {
            assertThat(outcome).as("what was sent a moment ago is counted").isEqualTo(LimitResult.Outcome.REFUSED);
        }
        // At most its period from now: a calendar day ends at midnight.
        Duration period = Duration.ofSeconds(limit.contains("day") || limit.contains("1d") ? 86_400 : 3_600);
        Instant latest = clock.instant().plus(period).plus(period.dividedBy(30));
        assertThat(counters.usage(ALICE)).allSatisfy(usage -> {
            if (usage.freesAt() != null) {
                assertThat(usage.freesAt()).isBeforeOrEqualTo(latest);
            }
        });
        clock.advance(period.plus(period.dividedBy(30)).plusSeconds(1));
        assertThat(one(sender)).as("after its period").isEqualTo(LimitResult.Outcome.ADMITTED);
    }

    @ParameterizedTest
    @MethodSource("jumps")
    void aRowOfTheFutureIsCountedNowWhenItIsRead(String limit, String jump, boolean ahead) {
        writer.load();
        Sender sender = directory.put(ALICE, limit);
        clock.advance(Duration.parse(jump));
        fill(sender);
        writer.write();
        clock.advance(Duration.parse(jump).negated());
        try (CacheFactory later = TestCaches.open()) {
            SendCounters restarted = new SendCounters(later, directory, clock, event -> {});
            new CounterWriter(restarted, store, clock).load();
            assertThat(restarted.usage(ALICE).get(0).used()).isEqualTo(10);
            Duration period = Duration.ofSeconds(limit.contains("day") || limit.contains("1d") ? 86_400 : 3_600);
            clock.advance(period.plus(period.dividedBy(30)).plusSeconds(1));
            assertThat(restarted.usage(ALICE).get(0).used()).isZero();
        }
    }

    @Test
    void aReservationOfTheFutureEndsAfterItsTime() {
        writer.load();
        Sender sender = directory.put(ALICE, "1/1h");
        clock.advance(Duration.ofDays(365));
        TestAttempt.reserve(counters, sender, "a@example.net", 999);
        clock.advance(Duration.ofDays(-365));
        assertThat(one(sender)).isEqualTo(LimitResult.Outcome.REFUSED);
        clock.advance(Duration.ofSeconds(Reservation.TIMEOUT_SECONDS));
        assertThat(one(sender)).isEqualTo(LimitResult.Outcome.ADMITTED);
    }

    @Test
    void anAlertOfALimitIsRepeatedAfterItsPeriod() {
        writer.load();
        Sender sender = directory.put(ALICE, "10/1h");
        clock.advance(Duration.ofDays(365));
        fill(sender);
        clock.advance(Duration.ofDays(-365));
        one(sender);
        clock.advance(Duration.ofHours(2));
        messages++;
        assertThat(TestAttempt.count(counters, sender, 10, 0, messages).alerts())
                .isNotEmpty();
    }

    @Test
    void aSendBlockThatIsWrittenIsHeldNoLongerAfterTheClockWasSetBack() {
        TestSendBlocks sendBlocks = new TestSendBlocks();
        SendBlocks blocks = new SendBlocks(directory, sendBlocks, clock);
        directory.put(ALICE, "1/1h");
        clock.advance(Duration.ofDays(365));
        blocks.limitReached(new LimitEvent(
                LimitEvent.Kind.SEND_BLOCKED,
                ALICE,
                "example.org",
                LimitedCounter.ACCOUNT,
                "1/1h",
                2,
                1,
                clock.instant(),
                clock.instant()));
        blocks.write();
        clock.advance(Duration.ofDays(-365));
        blocks.write();
        assertThat(blocks.isSendBlocked(ALICE)).isFalse();
    }

    @Test
    void theCleanUpContinuesAfterTheClockWasSetBack() {
        writer.load();
        clock.advance(Duration.ofDays(365));
        writer.write();
        clock.advance(Duration.ofDays(-365));
        List<?> before = List.copyOf(store.forgotten);
        writer.write();
        assertThat(store.forgotten).hasSize(before.size() + 1);
    }

    @Test
    void aSendBlockThatTheDatabaseRefusesStopsNoOther() {
        List<String> written = new ArrayList<>();
        SendBlockStore sendBlocks = new SendBlockStore() {
            @Override
            public void block(String address, String reason, Instant since) {
                if (address.equals(ALICE)) {
                    throw new PersistenceException(new SQLException("not so", "23514"));
                }
                written.add(address);
            }
        };
        SendBlocks blocks = new SendBlocks(directory, sendBlocks, clock);
        for (String account : List.of(ALICE, "bob@example.org", "zoe@example.org")) {
            directory.put(account, "1/1h");
            blocks.limitReached(new LimitEvent(
                    LimitEvent.Kind.SEND_BLOCKED,
                    account,
                    "example.org",
                    LimitedCounter.ACCOUNT,
                    "1/1h",
                    2,
                    1,
                    clock.instant(),
                    clock.instant()));
        }
        blocks.write();
        assertThat(written).containsExactlyInAnyOrder("bob@example.org", "zoe@example.org");
        assertThat(blocks.progress().status().setAside()).isEqualTo(1);
        assertThat(blocks.progress().status().waiting()).isZero();
    }

    private void fill(Sender sender) {
        for (int i = 0; i < 10; i++) {
            assertThat(one(sender)).isEqualTo(LimitResult.Outcome.ADMITTED);
        }
    }

    private LimitResult.Outcome one(Sender sender) {
        messages++;
        return counters.count(new SendAttempt(
                        sender.account(),
                        SendCounters.ofSender(sender),
                        counters.cost(1, 1, "x@d" + messages + ".example"),
                        TestAttempt.id(messages)))
                .outcome();
    }
}
