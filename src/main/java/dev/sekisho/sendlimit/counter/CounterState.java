// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

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
 * What one counter has: a window for each unit and period that is limited, what messages under way have reserved, and
 * the messages counted last.
 *
 * <p>The messages (a fingerprint of 64 bits each) are there so that a request that Postfix repeats after a lost answer
 * is counted once. They are forgotten after {@link #REPEAT_SECONDS}. Neither they nor reservations are written to the
 * database.
 *
 * <p>Each change makes a new revision, which only grows, so that no node ever writes an older value over a newer one:
 * the time of the change in microseconds since the epoch, or one more than the last where that is later. A counter that
 * was forgotten and begun anew is newer than its old row.
 *
 * <p>Immutable and safe for use by any thread; it is the value in the cache.
 */
public final class CounterState implements Serializable, Mergeable<CounterState> {
    private static final long serialVersionUID = 1;

    /** Postfix repeats after at most its time limit and a second (smtpd_policy_service_timeout, 100 s). */
    static final int REPEAT_SECONDS = 300;

    /** Bound of the remembered messages of a counter: half a kilobyte, at any speed of sending. */
    static final int REPEATS = 32;

    /** Bound of the windows of a counter: those of its limits, and those of limits that were taken away. */
    static final int MAX_WINDOWS = 24;

    /** Bound of the messages under way that one counter reserves for; beyond it the oldest is counted without. */
    public static final int MAX_RESERVATIONS = 256;

    private static final long REVISIONS_A_SECOND = 1_000_000;

    private static final Window[] NO_WINDOWS = {};
    private static final Reservation[] NO_RESERVATIONS = {};
    private static final long[] NO_MESSAGES = {};

    static final CounterState NONE = new CounterState(0, NO_WINDOWS, NO_RESERVATIONS, NO_MESSAGES, NO_MESSAGES, null);

    /** The last request that was refused: when it comes again it is not one more. */
    record Refusal(long transaction, long recipient) implements Serializable {}

    // Read by CounterStateMerger and CounterStateProxy too, changed by nobody.
    final long revision;
    final Window[] windows;
    final Reservation[] reservations;
    final long[] messages;
    final long[] messageSeconds;
    final @Nullable Refusal refusal;

    CounterState(
            long revision,
            Window[] windows,
            Reservation[] reservations,
            long[] messages,
            long[] messageSeconds,
            @Nullable Refusal refusal) {
        this.revision = revision;
        this.windows = windows;
        this.reservations = reservations;
        this.messages = messages;
        this.messageSeconds = messageSeconds;
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
     * This usage with nothing in the future, where a clock that ran ahead left it or a row has it: what is counted
     * there counts now, so no account is refused for longer than its limit says. The same usage where there is nothing.
     */
    CounterState upTo(Cost now) {
        long ahead = 0;
        for (Window window : windows) {
            ahead = Math.max(ahead, window.aheadSeconds(now));
        }
        for (Reservation each : reservations) {
            ahead = Math.max(ahead, each.endSeconds() - Reservation.TIMEOUT_SECONDS - now.nowSeconds());
        }
        if (messageSeconds.length > 0) {
            // The last is the newest.
            ahead = Math.max(ahead, messageSeconds[messageSeconds.length - 1] - now.nowSeconds());
        }
        if (ahead <= 0) {
            return this;
        }
        SendLimitMessages.countedInFuture(ahead);
        Window[] nextWindows = new Window[windows.length];
        Arrays.setAll(nextWindows, i -> windows[i].upTo(now));
        Reservation[] nextReservations = new Reservation[reservations.length];
        Arrays.setAll(nextReservations, i -> reservations[i].upTo(now.nowSeconds()));
        long[] seconds = new long[messageSeconds.length];
        Arrays.setAll(seconds, i -> Math.min(messageSeconds[i], now.nowSeconds()));
        return new CounterState(next(now.nowSeconds()), nextWindows, nextReservations, messages, seconds, refusal);
    }

    /** Nothing, as what follows this: an old row must not come back. */
    CounterState forgotten(long nowSeconds) {
        return new CounterState(next(nowSeconds), NO_WINDOWS, NO_RESERVATIONS, NO_MESSAGES, NO_MESSAGES, null);
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
        return Cost.contains(messages, messages.length, message);
    }

    /** What a message under way has reserved; null for nothing, and when its time is over. */
    @Nullable
    public Reservation reservation(long transaction, long nowSeconds) {
        for (Reservation each : reservations) {
            if (each.transaction() == transaction) {
                return each.hasEnded(nowSeconds) ? null : each;
            }
        }
        return null;
    }

    /** What other messages than {@code transaction} have reserved of a meter that adds up. */
    long reserved(LimitUnit unit, long transaction, long nowSeconds) {
        long sum = 0;
        for (Reservation each : reservations) {
            if (each.transaction() != transaction && !each.hasEnded(nowSeconds)) {
                sum += each.of(unit);
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
    CounterState reserve(Reservation reservation, long nowSeconds) {
        List<Reservation> next = others(reservation.transaction(), nowSeconds);
        if (next.size() >= MAX_RESERVATIONS) {
            next.remove(0);
        }
        next.add(reservation);
        return withReservations(next, nowSeconds);
    }

    /** This usage without the reservation of a message; the same if it has none. */
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
        return new CounterState(next(nowSeconds), windows, array, messages, messageSeconds, refusal);
    }

    /**
     * This usage after a message was counted. Other windows than those of {@code limits} go on while anything is in
     * them, so that a limit taken away and given back finds its counts.
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
        CounterState usage = new CounterState(
                next(cost.nowSeconds()),
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
    CounterState refuse(Cost cost, long transaction, long recipient, SendLimit limit) {
        int key = Window.refusedKey(limit);
        Window window = window(key);
        Window next = (window == null ? Window.empty(key) : window).plus(cost, (int) limit.blockAt());
        CounterState refused = with(next, cost.nowSeconds());
        return new CounterState(
                refused.revision,
                refused.windows,
                reservations,
                messages,
                messageSeconds,
                new Refusal(transaction, recipient));
    }

    /** This usage with a window instead of the one of the same key. */
    CounterState with(Window window, long nowSeconds) {
        Window[] next = windows.clone();
        for (int i = 0; i < next.length; i++) {
            if (next[i].key() == window.key()) {
                next[i] = window;
                return new CounterState(next(nowSeconds), next, reservations, messages, messageSeconds, refusal);
            }
        }
        next = Arrays.copyOf(windows, windows.length + 1);
        next[windows.length] = window;
        return new CounterState(next(nowSeconds), next, reservations, messages, messageSeconds, refusal);
    }

    /** This usage with a message as the one counted last. */
    CounterState remember(long message, long nowSeconds) {
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
        return new CounterState(
                next(nowSeconds),
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

    @Override
    public CounterState merge(CounterState other) {
        return CounterStateMerger.of(this, other);
    }

    /** As it travels to other nodes, and lies in no more bytes than it needs. */
    private Object writeReplace() {
        return new CounterStateProxy(this);
    }

    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("only its form travels");
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
     * Reads what {@link #text} wrote, nothing for a usage without windows; {@link IllegalArgumentException} for
     * anything else.
     */
    public static CounterState parse(String text, long revision) {
        return new CounterState(revision, parseWindows(text), NO_RESERVATIONS, NO_MESSAGES, NO_MESSAGES, null);
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
