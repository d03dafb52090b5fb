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
 * What becomes of two usages of a counter that a split cluster made: of each count the larger, and the newest messages
 * and reservations that fit.
 *
 * <p>A message that one side counted while the other still held a reservation for it keeps that until its time is over:
 * too little is admitted for some minutes, never too much. What was given back on one side may so be held again.
 *
 * <p>A pure function: in either order it has the same outcome, and merging again changes nothing.
 */
final class CounterStateMerger {
    private CounterStateMerger() {}

    /** One usage of both, newer than both; where the newer one has all of the other it stays as it is. */
    static CounterState of(CounterState one, CounterState other) {
        CounterState newer = one.revision < other.revision ? other : one;
        List<Map.Entry<Long, Long>> messages = messages(one, other);
        CounterState merged = new CounterState(
                Math.max(one.revision, other.revision) + 1,
                windows(one, other),
                reservations(one, other),
                messages.stream().mapToLong(Map.Entry::getKey).toArray(),
                messages.stream().mapToLong(Map.Entry::getValue).toArray(),
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
        // Those that end last stay; the order of transactions decides between equal ones.
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
                .skip(Math.max(0, secondsOf.size() - CounterState.REPEATS))
                .toList();
    }

    private static Map<Long, Long> secondsOf(CounterState usage) {
        Map<Long, Long> secondsOf = new HashMap<>();
        for (int i = 0; i < usage.messages.length; i++) {
            secondsOf.put(usage.messages[i], usage.messageSeconds[i]);
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

    /** Whether both hold the same, in whatever order. */
    private static boolean haveSame(CounterState one, CounterState other) {
        return one.text().equals(other.text())
                && secondsOf(one).equals(secondsOf(other))
                && Set.of(one.reservations).equals(Set.of(other.reservations))
                && Objects.equals(one.refusal, other.refusal);
    }
}
