// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ratelimit;

import dev.sekisho.account.Meter;
import dev.sekisho.account.SendLimit;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one counter has: a window for each meter and period that is limited, what messages under way have reserved, and the
 * messages counted last.
 *
 * <p>The messages (a fingerprint of 64 bits each) are there so that a request that Postfix repeats after a lost answer is
 * counted once. They are forgotten after {@link #REPEAT_SECONDS}. Neither they nor reservations are written to the database.
 *
 * <p>Immutable and safe for use by any thread; it is the value in the cache.
 */
final class Usage implements Serializable {
    private static final long serialVersionUID = 1;

    /** Postfix repeats after at most its time limit and a second (smtpd_policy_service_timeout, 100 s). */
    static final int REPEAT_SECONDS = 300;

    /** Bound of the remembered messages of a counter: half a kilobyte, at any speed of sending. */
    static final int REPEATS = 32;

    /** Bound of the windows of a counter: those of its limits, and those of limits that were taken away. */
    static final int MAX_WINDOWS = 24;

    /** Bound of the messages under way that one counter reserves for; beyond it the oldest is counted without. */
    static final int MAX_RESERVATIONS = 256;

    private static final Reservation[] NO_RESERVATIONS = {};
    private static final long[] NO_MESSAGES = {};

    static final Usage NONE = new Usage(new Window[0], NO_RESERVATIONS, NO_MESSAGES, NO_MESSAGES, null);

    /** The last request that was refused: when it comes again it is not one more. */
    private record Refusal(long transaction, long recipient) implements Serializable {}

    private final Window[] windows;
    private final Reservation[] reservations;
    private final long[] messages;
    private final long[] messageSeconds;
    private final @Nullable Refusal refusal;

    private Usage(
            Window[] windows,
            Reservation[] reservations,
            long[] messages,
            long[] messageSeconds,
            @Nullable Refusal refusal) {
        this.windows = windows;
        this.reservations = reservations;
        this.messages = messages;
        this.messageSeconds = messageSeconds;
        this.refusal = refusal;
    }

    long used(int key, long nowSeconds) {
        Window window = window(key);
        return window == null ? 0 : window.used(nowSeconds);
    }

    @Nullable
    Window window(int key) {
        for (Window window : windows) {
            if (window.key() == key) {
                return window;
            }
        }
        return null;
    }

    boolean hasCounted(long message) {
        return Cost.contains(messages, messages.length, message);
    }

    /** What a message under way has reserved; null for nothing, and when its time is over. */
    @Nullable
    Reservation reservation(long transaction, long nowSeconds) {
        for (Reservation each : reservations) {
            if (each.transaction() == transaction) {
                return each.hasEnded(nowSeconds) ? null : each;
            }
        }
        return null;
    }

    /** What other messages than {@code transaction} have reserved of a meter that adds up. */
    long reserved(Meter meter, long transaction, long nowSeconds) {
        long sum = 0;
        for (Reservation each : reservations) {
            if (each.transaction() != transaction && !each.hasEnded(nowSeconds)) {
                sum += each.of(meter);
            }
        }
        return sum;
    }

    /** Domains that other messages than {@code transaction} have reserved, each once. */
    long[] reservedDomains(long transaction, long nowSeconds) {
        long[] all = Cost.NO_DOMAINS;
        for (Reservation each : reservations) {
            if (each.transaction() != transaction && !each.hasEnded(nowSeconds)) {
                all = Cost.union(all, each.domains());
            }
        }
        return all;
    }

    /** This usage with a reservation instead of the one of the same message. */
    Usage reserve(Reservation reservation, long nowSeconds) {
        List<Reservation> next = others(reservation.transaction(), nowSeconds);
        if (next.size() >= MAX_RESERVATIONS) {
            next.remove(0);
        }
        next.add(reservation);
        return withReservations(next);
    }

    /** This usage without the reservation of a message; the same if it has none. */
    Usage release(long transaction, long nowSeconds) {
        for (Reservation each : reservations) {
            if (each.transaction() == transaction) {
                return withReservations(others(transaction, nowSeconds));
            }
        }
        return this;
    }

    private List<Reservation> others(long transaction, long nowSeconds) {
        List<Reservation> others = new ArrayList<>(reservations.length + 1);
        for (Reservation each : reservations) {
            if (each.transaction() != transaction && !each.hasEnded(nowSeconds)) {
                others.add(each);
            }
        }
        return others;
    }

    private Usage withReservations(List<Reservation> next) {
        Reservation[] array = next.isEmpty() ? NO_RESERVATIONS : next.toArray(NO_RESERVATIONS);
        return new Usage(windows, array, messages, messageSeconds, refusal);
    }

    /**
     * This usage after a message was counted. Other windows than those of {@code limits} go on while anything is in them, so
     * that a limit taken away and given back finds its counts.
     *
     * @param cost what it costs
     * @param message its fingerprint
     */
    Usage plus(Cost cost, long message, SendLimit[] limits) {
        Window[] next = new Window[windows.length + limits.length];
        int length = 0;
        for (SendLimit limit : limits) {
            int key = Window.key(limit);
            Window window = window(key);
            int most = (int) Math.max(limit.amount(), limit.barPercent() == 0 ? 0 : limit.barAt());
            next[length++] = (window == null ? Window.empty(key) : window).plus(cost, most);
        }
        int limited = length;
        for (Window window : windows) {
            if (length < MAX_WINDOWS && !contains(next, limited, window.key()) && !window.isEmpty(cost.nowSeconds())) {
                next[length++] = isRefused(window) ? window : window.plus(cost, 0);
            }
        }
        Usage usage = new Usage(
                length == next.length ? next : Arrays.copyOf(next, length),
                reservations,
                messages,
                messageSeconds,
                refusal);
        return usage.remember(message, cost.nowSeconds());
    }

    private static boolean contains(Window[] windows, int length, int key) {
        for (int i = 0; i < length; i++) {
            if (windows[i].key() == key) {
                return true;
            }
        }
        return false;
    }

    private static boolean isRefused(Window window) {
        return Window.countsRefused(window.key());
    }

    /** Whether the last request refused was this very one. */
    boolean hasRefused(long transaction, long recipient) {
        return refusal != null && refusal.transaction == transaction && refusal.recipient == recipient;
    }

    /** Whether the last request refused was of this message. */
    boolean hasRefused(long transaction) {
        return refusal != null && refusal.transaction == transaction;
    }

    /** This usage after a request was refused: it counts for limits that bar. */
    Usage refuse(Cost cost, long transaction, long recipient, SendLimit limit) {
        int key = Window.refusedKey(limit);
        Window window = window(key);
        Window next = (window == null ? Window.empty(key) : window).plus(cost, (int) limit.barAt());
        Usage refused = with(next);
        return new Usage(refused.windows, reservations, messages, messageSeconds, new Refusal(transaction, recipient));
    }

    /** This usage with a window instead of the one of the same key. */
    Usage with(Window window) {
        Window[] next = windows.clone();
        for (int i = 0; i < next.length; i++) {
            if (next[i].key() == window.key()) {
                next[i] = window;
                return new Usage(next, reservations, messages, messageSeconds, refusal);
            }
        }
        next = Arrays.copyOf(windows, windows.length + 1);
        next[windows.length] = window;
        return new Usage(next, reservations, messages, messageSeconds, refusal);
    }

    /** This usage with a message as the one counted last. */
    Usage remember(long message, long nowSeconds) {
        int begin = Math.max(0, messages.length - (REPEATS - 1));
        while (begin < messages.length && messageSeconds[begin] < nowSeconds - REPEAT_SECONDS) {
            begin++;
        }
        int kept = 0;
        long[] nextMessages = new long[messages.length - begin + 1];
        long[] nextSeconds = new long[nextMessages.length];
        for (int i = begin; i < messages.length; i++) {
            if (messages[i] != message) {
                nextMessages[kept] = messages[i];
                nextSeconds[kept++] = messageSeconds[i];
            }
        }
        nextMessages[kept] = message;
        nextSeconds[kept++] = nowSeconds;
        boolean full = kept == nextMessages.length;
        return new Usage(
                windows,
                reservations,
                full ? nextMessages : Arrays.copyOf(nextMessages, kept),
                full ? nextSeconds : Arrays.copyOf(nextSeconds, kept),
                refusal);
    }

    boolean isEmpty(long nowSeconds) {
        for (Window window : windows) {
            if (!window.isEmpty(nowSeconds)) {
                return false;
            }
        }
        return true;
    }

    /**
     * This usage and what another part of a split cluster made of it: of each count the larger, and all messages and
     * reservations that fit.
     */
    Usage merge(Usage other) {
        List<Window> merged = new ArrayList<>();
        for (Window window : windows) {
            Window theirs = other.window(window.key());
            merged.add(theirs == null ? window : window.merge(theirs));
        }
        for (Window theirs : other.windows) {
            if (window(theirs.key()) == null && merged.size() < MAX_WINDOWS) {
                merged.add(theirs);
            }
        }
        Map<Long, Long> secondsOf = new TreeMap<>();
        for (Usage each : List.of(this, other)) {
            for (int i = 0; i < each.messages.length; i++) {
                secondsOf.merge(each.messages[i], each.messageSeconds[i], Math::max);
            }
        }
        List<Map.Entry<Long, Long>> newest = secondsOf.entrySet().stream()
                .sorted(Map.Entry.<Long, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .skip(Math.max(0, secondsOf.size() - REPEATS))
                .toList();
        Map<Long, Reservation> held = new TreeMap<>();
        for (Reservation each : other.reservations) {
            held.put(each.transaction(), each);
        }
        for (Reservation each : reservations) {
            held.put(each.transaction(), each);
        }
        return new Usage(
                merged.toArray(new Window[0]),
                held.values().stream().limit(MAX_RESERVATIONS).toArray(Reservation[]::new),
                newest.stream().mapToLong(Map.Entry::getKey).toArray(),
                newest.stream().mapToLong(Map.Entry::getValue).toArray(),
                refusal);
    }

    /** The windows as the database keeps them, separated by {@code ;}, in the order of their keys. */
    String text() {
        StringBuilder text = new StringBuilder();
        Window[] sorted = windows.clone();
        Arrays.sort(sorted, Comparator.comparingInt(Window::key));
        for (Window window : sorted) {
            if (!text.isEmpty()) {
                text.append(';');
            }
            window.appendTo(text);
        }
        return text.toString();
    }

    /** Reads what {@link #text} wrote, nothing for a usage without windows; {@link IllegalArgumentException} for anything else. */
    static Usage parse(String text) {
        if (text.isEmpty()) {
            return NONE;
        }
        List<Window> windows = new ArrayList<>();
        for (String part : text.split(";", -1)) {
            windows.add(Window.parse(part));
        }
        return new Usage(windows.toArray(new Window[0]), NO_RESERVATIONS, NO_MESSAGES, NO_MESSAGES, null);
    }
}
