// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import dev.sekisho.sendlimit.counter.CounterState.Refusal;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Merges the two states of a counter after a cluster split: of each count the larger, and the newest messages and
 * reservations within the bounds.
 *
 * <p>A message that one side counted and for which the other side held a reservation keeps the reservation until it
 * expires: for some minutes too little is admitted, never too much. A reservation released on one side may return.
 *
 * <p>A pure function. It is commutative and idempotent.
 */
final class CounterStateMerger {
    private CounterStateMerger() {}

    /** A state newer than both; the newer of both itself if it holds all of the other. */
    static CounterState of(CounterState one, CounterState other) {
        CounterState newer = one.revision < other.revision ? other : one;
        List<Map.Entry<Long, Long>> messages = messages(one, other);
        CounterState merged = new CounterState(
                Math.max(one.revision, other.revision) + 1,
                windows(one, other),
                reservations(one, other),
                new CountedMessages(
                        messages.stream().mapToLong(Map.Entry::getKey).toArray(),
                        messages.stream().mapToLong(Map.Entry::getValue).toArray()),
                refusal(one.refusal, other.refusal));
        return haveSame(merged, newer) ? newer : merged;
    }

    private static Window[] windows(CounterState one, CounterState other) {
        Map<Integer, Window> merged = new TreeMap<>();
        for (CounterState each : List.of(one, other)) {
            for (Window window : each.windows) {
                merged.merge(window.key(), window, Window::merge);
            }
        }
        return merged.values().stream().limit(CounterState.MAX_WINDOWS).toArray(Window[]::new);
    }

    private static Reservation[] reservations(CounterState one, CounterState other) {
        Map<Long, Reservation> merged = new TreeMap<>();
        for (CounterState each : List.of(one, other)) {
            for (Reservation reservation : each.reservations) {
                merged.merge(reservation.transaction(), reservation, Reservation::larger);
            }
        }
        // Those with the latest end stay; of equal ones the larger transactions.
        return merged.values().stream()
                .sorted(Comparator.comparingLong(Reservation::endSeconds))
                .skip(Math.max(0, merged.size() - CounterState.MAX_RESERVATIONS))
                .toArray(Reservation[]::new);
    }

    private static List<Map.Entry<Long, Long>> messages(CounterState one, CounterState other) {
        Map<Long, Long> secondsOf = new TreeMap<>(secondsOf(one));
        secondsOf(other).forEach((message, seconds) -> secondsOf.merge(message, seconds, Math::max));
        return secondsOf.entrySet().stream()
                .sorted(Map.Entry.<Long, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .skip(Math.max(0, secondsOf.size() - CountedMessages.MAX))
                .toList();
    }

    private static Map<Long, Long> secondsOf(CounterState state) {
        Map<Long, Long> secondsOf = new HashMap<>();
        for (int i = 0; i < state.messages.size(); i++) {
            secondsOf.put(state.messages.message(i), state.messages.seconds(i));
        }
        return secondsOf;
    }

    private static @Nullable Refusal refusal(@Nullable Refusal one, @Nullable Refusal other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return Comparator.comparingLong(Refusal::transaction)
                                .thenComparingLong(Refusal::recipient)
                                .compare(one, other)
                        < 0
                ? other
                : one;
    }

    /** Whether both hold the same, in any order. */
    private static boolean haveSame(CounterState one, CounterState other) {
        return one.text().equals(other.text())
                && secondsOf(one).equals(secondsOf(other))
                && Set.of(one.reservations).equals(Set.of(other.reservations))
                && Objects.equals(one.refusal, other.refusal);
    }
}
