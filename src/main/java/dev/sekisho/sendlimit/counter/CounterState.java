// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.cluster.Mergeable;
import dev.sekisho.limit.LimitUnit;
import dev.sekisho.limit.SendLimit;
import dev.sekisho.sendlimit.SendLimitMessages;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The value of one counter in the cache: a window for each limited unit and period, the reservations of messages under
 * way, and the messages counted last. Messages and reservations are not written to the database.
 *
 * <p>Each change makes a new state with a higher revision, so that no node writes an older value over a newer one: the
 * time of the change in microseconds since the epoch, or one more than the last revision where that is later. A counter
 * that was forgotten and begins again is therefore newer than its old row.
 */
@ThreadSafe
public final class CounterState implements Serializable, Mergeable<CounterState> {
    private static final long serialVersionUID = 1;

    /** The most windows of a counter: those of its limits, and those of limits that were removed. */
    static final int MAX_WINDOWS = 24;

    /** The most messages under way with a reservation; beyond it the oldest loses its reservation. */
    public static final int MAX_RESERVATIONS = 256;

    private static final long REVISIONS_A_SECOND = 1_000_000;

    private static final Window[] NO_WINDOWS = {};
    private static final Reservation[] NO_RESERVATIONS = {};

    static final CounterState NONE = new CounterState(0, NO_WINDOWS, NO_RESERVATIONS, CountedMessages.NONE, null);

    /** The last request that was refused; its repetition is not counted again. */
    record Refusal(long transaction, long recipient) implements Serializable {}

    // CounterStateMerger and CounterStateProxy read the fields. No array changes.
    final long revision;
    final Window[] windows;
    final Reservation[] reservations;
    final CountedMessages messages;
    final @Nullable Refusal refusal;

    CounterState(
            long revision,
            Window[] windows,
            Reservation[] reservations,
            CountedMessages messages,
            @Nullable Refusal refusal) {
        this.revision = revision;
        this.windows = windows;
        this.reservations = reservations;
        this.messages = messages;
        this.refusal = refusal;
    }

    /** Grows with each change. */
    long revision() {
        return revision;
    }

    /** When it was last changed, in seconds since the epoch. */
    long revisedSeconds() {
        return revision / REVISIONS_A_SECOND;
    }

    private long next(long nowSeconds) {
        return Math.max(revision + 1, nowSeconds * REVISIONS_A_SECOND);
    }

    /**
     * This state with nothing in the future. A clock that ran ahead leaves future counts, in memory or in a row; they
     * are moved to now, so that no account is refused for longer than its limit says. The same state if there are none.
     */
    CounterState upTo(Cost now) {
        long ahead = 0;
        for (Window window : windows) {
            ahead = Math.max(ahead, window.aheadSeconds(now));
        }
        for (Reservation each : reservations) {
            ahead = Math.max(ahead, each.endSeconds() - Reservation.TIMEOUT_SECONDS - now.nowSeconds());
        }
        ahead = Math.max(ahead, messages.aheadSeconds(now.nowSeconds()));
        if (ahead <= 0) {
            return this;
        }
        SendLimitMessages.countedInFuture(ahead);
        Window[] nextWindows = new Window[windows.length];
        Arrays.setAll(nextWindows, i -> windows[i].upTo(now));
        Reservation[] nextReservations = new Reservation[reservations.length];
        Arrays.setAll(nextReservations, i -> reservations[i].upTo(now.nowSeconds()));
        return new CounterState(
                next(now.nowSeconds()), nextWindows, nextReservations, messages.upTo(now.nowSeconds()), refusal);
    }

    /** An empty state with the next revision: an old row must not come back. */
    CounterState forgotten(long nowSeconds) {
        return new CounterState(next(nowSeconds), NO_WINDOWS, NO_RESERVATIONS, CountedMessages.NONE, null);
    }

    public long used(int key, long nowSeconds) {
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
        return messages.contains(message);
    }

    /** The reservation of a message under way; null if there is none, or if it has expired. */
    @Nullable
    public Reservation reservation(long transaction, long nowSeconds) {
        for (Reservation each : reservations) {
            if (each.transaction() == transaction) {
                return each.hasEnded(nowSeconds) ? null : each;
            }
        }
        return null;
    }

    /** What other messages than {@code transaction} have reserved, in a unit whose amounts add up. */
    long reserved(LimitUnit unit, long transaction, long nowSeconds) {
        long sum = 0;
        for (Reservation each : reservations) {
            if (each.transaction() != transaction && !each.hasEnded(nowSeconds)) {
                sum += each.of(unit);
            }
        }
        return sum;
    }

    /** The domains that other messages than {@code transaction} have reserved, each once. */
    long[] reservedDomains(long transaction, long nowSeconds) {
        long[] all = Cost.NO_DOMAINS;
        for (Reservation each : reservations) {
            if (each.transaction() != transaction && !each.hasEnded(nowSeconds)) {
                all = Cost.union(all, each.domains());
            }
        }
        return all;
    }

    /** This state with a reservation, which replaces the one of the same message. */
    CounterState reserve(Reservation reservation, long nowSeconds) {
        List<Reservation> next = others(reservation.transaction(), nowSeconds);
        if (next.size() >= MAX_RESERVATIONS) {
            next.remove(0);
        }
        next.add(reservation);
        return withReservations(next, nowSeconds);
    }

    /** This state without the reservation of a message; the same if it has none. */
    CounterState release(long transaction, long nowSeconds) {
        for (Reservation each : reservations) {
            if (each.transaction() == transaction) {
                return withReservations(others(transaction, nowSeconds), nowSeconds);
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

    private CounterState withReservations(List<Reservation> next, long nowSeconds) {
        Reservation[] array = next.isEmpty() ? NO_RESERVATIONS : next.toArray(NO_RESERVATIONS);
        return new CounterState(next(nowSeconds), windows, array, messages, refusal);
    }

    /**
     * This state after a message was counted. Windows of removed limits continue until they are empty, so that a limit
     * that is removed and set again finds its counts.
     *
     * @param cost what it costs
     * @param message its fingerprint
     */
    CounterState plus(Cost cost, long message, SendLimit[] limits) {
        Window[] next = new Window[windows.length + limits.length];
        int length = 0;
        for (SendLimit limit : limits) {
            int key = Window.key(limit);
            Window window = window(key);
            int most = (int) Math.max(limit.amount(), limit.blockPercent() == 0 ? 0 : limit.blockAt());
            next[length++] = (window == null ? Window.empty(key) : window).plus(cost, most);
        }
        int limited = length;
        for (Window window : windows) {
            if (length < MAX_WINDOWS && !contains(next, limited, window.key()) && !window.isEmpty(cost.nowSeconds())) {
                next[length++] = isRefused(window) ? window : window.plus(cost, 0);
            }
        }
        return new CounterState(
                next(cost.nowSeconds()),
                length == next.length ? next : Arrays.copyOf(next, length),
                reservations,
                messages.plus(message, cost.nowSeconds()),
                refusal);
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

    /** Whether this request was the last one refused. */
    boolean hasRefused(long transaction, long recipient) {
        return refusal != null && refusal.transaction == transaction && refusal.recipient == recipient;
    }

    /** Whether the last request refused was about this message. */
    boolean hasRefused(long transaction) {
        return refusal != null && refusal.transaction == transaction;
    }

    /** This state after a request was refused; limits that block count it. */
    CounterState refuse(Cost cost, long transaction, long recipient, SendLimit limit) {
        int key = Window.refusedKey(limit);
        Window window = window(key);
        Window next = (window == null ? Window.empty(key) : window).plus(cost, (int) limit.blockAt());
        CounterState refused = with(next, cost.nowSeconds());
        return new CounterState(
                refused.revision, refused.windows, reservations, messages, new Refusal(transaction, recipient));
    }

    /** This state with a window, which replaces the one of the same key. */
    CounterState with(Window window, long nowSeconds) {
        Window[] next = windows.clone();
        for (int i = 0; i < next.length; i++) {
            if (next[i].key() == window.key()) {
                next[i] = window;
                return new CounterState(next(nowSeconds), next, reservations, messages, refusal);
            }
        }
        next = Arrays.copyOf(windows, windows.length + 1);
        next[windows.length] = window;
        return new CounterState(next(nowSeconds), next, reservations, messages, refusal);
    }

    /** This state with a message as the one counted last. */
    CounterState remember(long message, long nowSeconds) {
        return new CounterState(next(nowSeconds), windows, reservations, messages.plus(message, nowSeconds), refusal);
    }

    boolean isEmpty(long nowSeconds) {
        for (Window window : windows) {
            if (!window.isEmpty(nowSeconds)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public CounterState merge(CounterState other) {
        return CounterStateMerger.of(this, other);
    }

    /** The compact form for other nodes. */
    private Object writeReplace() {
        return new CounterStateProxy(this);
    }

    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("only CounterStateProxy is serialized");
    }

    /** The windows as the database keeps them, separated by {@code ;}, in the order of their keys. */
    public String text() {
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

    /**
     * Reads what {@link #text} wrote; an empty text is a state without windows.
     *
     * @throws IllegalArgumentException for any other text
     */
    public static CounterState parse(String text, long revision) {
        return new CounterState(revision, parseWindows(text), NO_RESERVATIONS, CountedMessages.NONE, null);
    }

    static Window[] parseWindows(String text) {
        if (text.isEmpty()) {
            return NO_WINDOWS;
        }
        List<Window> windows = new ArrayList<>();
        for (String part : text.split(";", -1)) {
            windows.add(Window.parse(part));
        }
        return windows.toArray(NO_WINDOWS);
    }
}
