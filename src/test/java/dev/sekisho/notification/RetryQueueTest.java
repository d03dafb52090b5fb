// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.notification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.OperatorLog;
import dev.sekisho.SettableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RetryQueueTest {
    private final SettableClock clock = new SettableClock("2026-03-01T12:00:00Z");
    private final OperatorLog log = new OperatorLog("dev.sekisho.notification");
    private final Map<String, DeliveryException.Meaning> failures = new HashMap<>();
    private final List<String> tried = new ArrayList<>();
    private final RetryQueue<String> retryQueue =
            new RetryQueue<>("pigeon", this::deliver, 5, Duration.ofMinutes(10), clock);

    private void deliver(String thing) throws DeliveryException {
        tried.add(thing);
        DeliveryException.Meaning meaning = failures.get(thing);
        if (meaning != null) {
            throw new DeliveryException(meaning, "as the test wants");
        }
    }

    @AfterEach
    void close() {
        log.close();
    }

    private int triesOf(String thing, Duration within, Duration step) {
        tried.clear();
        for (Duration gone = Duration.ZERO; gone.compareTo(within) < 0; gone = gone.plus(step)) {
            retryQueue.deliver();
            clock.advance(step);
        }
        return (int) tried.stream().filter(thing::equals).count();
    }

    @Test
    void whatIsHandedInIsDeliveredOnce() {
        retryQueue.add("a");
        retryQueue.add("b");
        retryQueue.deliver();
        retryQueue.deliver();
        assertThat(tried).containsExactly("a", "b");
        assertThat(retryQueue.sent()).isEqualTo(2);
        assertThat(retryQueue.waiting()).isZero();
    }

    @Test
    void aClockThatIsSetBackHoldsNothingUp() {
        failures.put("a", DeliveryException.Meaning.LATER);
        clock.advance(Duration.ofDays(365));
        retryQueue.add("a");
        retryQueue.deliver();
        clock.advance(Duration.ofDays(-365));
        failures.clear();
        retryQueue.deliver();
        assertThat(retryQueue.sent()).isEqualTo(1);
    }

    @Test
    void aTemporaryFailureIsRetriedWithGrowingPausesAndDelaysNoOther() {
        failures.put("a", DeliveryException.Meaning.LATER);
        retryQueue.add("a");
        retryQueue.add("b");
        // at 0, 5, 15, 35, 75 s
        assertThat(triesOf("a", Duration.ofSeconds(76), Duration.ofSeconds(1))).isEqualTo(5);
        assertThat(tried).containsOnlyOnce("b");

        failures.clear();
        assertThat(triesOf("a", Duration.ofSeconds(100), Duration.ofSeconds(1))).isEqualTo(1);
        assertThat(retryQueue.sent()).isEqualTo(2);
        assertThat(retryQueue.dropped()).isZero();
    }

    @Test
    void whatIsRefusedTooLongIsGivenUpAndCounted() {
        failures.put("a", DeliveryException.Meaning.LATER);
        retryQueue.add("a");
        triesOf("a", Duration.ofMinutes(20), Duration.ofSeconds(1));
        assertThat(retryQueue.dropped()).isEqualTo(1);
        assertThat(retryQueue.waiting()).isZero();
        assertThat(log.lines()).filteredOn(line -> line.startsWith("SKS0712W")).hasSize(1);
    }

    @Test
    void whatIsRefusedForGoodIsNotTriedAgain() {
        failures.put("a", DeliveryException.Meaning.NEVER);
        retryQueue.add("a");
        assertThat(triesOf("a", Duration.ofMinutes(2), Duration.ofSeconds(1))).isEqualTo(1);
        assertThat(retryQueue.dropped()).isEqualTo(1);
    }

    @Test
    void anUnreachableChannelPausesItsQueueAndIsLoggedOnce() {
        for (String each : List.of("a", "b", "c")) {
            failures.put(each, DeliveryException.Meaning.UNREACHABLE);
            retryQueue.add(each);
        }
        triesOf("a", Duration.ofSeconds(75), Duration.ofSeconds(1));
        assertThat(tried).hasSize(4); // at 0, 5, 15, 35 s, whichever is due
        assertThat(log.lines()).filteredOn(line -> line.startsWith("SKS0710W")).hasSize(1);

        failures.clear();
        triesOf("a", Duration.ofMinutes(6), Duration.ofSeconds(1));
        assertThat(retryQueue.sent()).isEqualTo(3);
        assertThat(log.lines()).filteredOn(line -> line.startsWith("SKS0711I")).hasSize(1);
    }

    @Test
    void excessEntriesAreDroppedCountedAndLoggedOnceAMinute() {
        for (int i = 0; i < 12; i++) {
            retryQueue.add("a" + i);
        }
        retryQueue.deliver();
        assertThat(retryQueue.sent()).isEqualTo(5);
        assertThat(retryQueue.dropped()).isEqualTo(7);
        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith("SKS0713W The queue for pigeon is full: dropped 7 notifications");
    }

    @Test
    void aFaultOfOurOwnCostsThatThingOnly() {
        RetryQueue<String> faulty = new RetryQueue<>(
                "pigeon",
                thing -> {
                    if (thing.equals("a")) {
                        throw new IllegalStateException("a bug");
                    }
                },
                5,
                Duration.ofMinutes(10),
                clock);
        faulty.add("a");
        faulty.add("b");
        faulty.deliver();
        assertThat(faulty.sent()).isEqualTo(1);
        assertThat(faulty.dropped()).isEqualTo(1);
    }
}
