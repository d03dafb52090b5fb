// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ratelimit;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one account has sent: a window for each period that limits it, and the messages counted last.
 *
 * <p>The messages (a fingerprint of 64 bits each) are there so that a request that Postfix repeats after a lost answer is
 * counted once. They are forgotten after {@link #REPEAT_SECONDS} and not written to the database.
 *
 * <p>Immutable and safe for use by any thread; it is the value in the cache.
 */
final class Usage implements Serializable {
    private static final long serialVersionUID = 1;

    /** Postfix repeats after at most its time limit and a second (smtpd_policy_service_timeout, 100 s). */
    static final int REPEAT_SECONDS = 300;

    /** Bound of the remembered messages of an account: half a kilobyte, at any speed of sending. */
    static final int REPEATS = 32;

    static final Usage NONE = new Usage(List.of(), new long[0], new long[0]);

    private final Window[] windows;
    private final long[] messages;
    private final long[] messageSeconds;

    private Usage(List<Window> windows, long[] messages, long[] messageSeconds) {
        this(windows.toArray(new Window[0]), messages, messageSeconds);
    }

    private Usage(Window[] windows, long[] messages, long[] messageSeconds) {
        this.windows = windows;
        this.messages = messages;
        this.messageSeconds = messageSeconds;
    }

    long used(int periodSeconds, long nowSeconds) {
        Window window = window(periodSeconds);
        return window == null ? 0 : window.used(nowSeconds);
    }

    @Nullable
    Window window(int periodSeconds) {
        for (Window window : windows) {
            if (window.periodSeconds() == periodSeconds) {
                return window;
            }
        }
        return null;
    }

    boolean hasCounted(long message) {
        for (long counted : messages) {
            if (counted == message) {
                return true;
            }
        }
        return false;
    }

    /**
     * This usage after a message was counted.
     *
     * @param cost recipients
     * @param message its fingerprint
     * @param periods the limits' periods in seconds; windows of other periods go on while anything is in them, so that a
     *     limit taken away and given back finds its counts
     */
    Usage plus(int cost, long message, int[] periods, long nowSeconds) {
        List<Window> next = new ArrayList<>(periods.length);
        for (int period : periods) {
            Window window = window(period);
            next.add((window == null ? Window.empty(period) : window).plus(cost, nowSeconds));
        }
        for (Window window : windows) {
            if (!contains(periods, window.periodSeconds()) && !window.isEmpty(nowSeconds)) {
                next.add(window.plus(cost, nowSeconds));
            }
        }
        return remember(next, message, nowSeconds);
    }

    private Usage remember(List<Window> next, long message, long nowSeconds) {
        int begin = Math.max(0, messages.length - (REPEATS - 1));
        while (begin < messages.length && messageSeconds[begin] < nowSeconds - REPEAT_SECONDS) {
            begin++;
        }
        int kept = messages.length - begin;
        long[] nextMessages = new long[kept + 1];
        long[] nextSeconds = new long[kept + 1];
        System.arraycopy(messages, begin, nextMessages, 0, kept);
        System.arraycopy(messageSeconds, begin, nextSeconds, 0, kept);
        nextMessages[kept] = message;
        nextSeconds[kept] = nowSeconds;
        return new Usage(next, nextMessages, nextSeconds);
    }

    private static boolean contains(int[] periods, int period) {
        for (int each : periods) {
            if (each == period) {
                return true;
            }
        }
        return false;
    }

    /** This usage and what another part of a split cluster made of it: of each slot the larger count, and all messages that fit. */
    Usage merge(Usage other) {
        List<Window> merged = new ArrayList<>();
        for (Window window : windows) {
            Window theirs = other.window(window.periodSeconds());
            merged.add(theirs == null ? window : window.merge(theirs));
        }
        for (Window theirs : other.windows) {
            if (window(theirs.periodSeconds()) == null) {
                merged.add(theirs);
            }
        }
        TreeMap<Long, Long> secondsOf = new TreeMap<>();
        for (int i = 0; i < messages.length; i++) {
            secondsOf.merge(messages[i], messageSeconds[i], Math::max);
        }
        for (int i = 0; i < other.messages.length; i++) {
            secondsOf.merge(other.messages[i], other.messageSeconds[i], Math::max);
        }
        List<Map.Entry<Long, Long>> newest = secondsOf.entrySet().stream()
                .sorted(Map.Entry.<Long, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .skip(Math.max(0, secondsOf.size() - REPEATS))
                .toList();
        return new Usage(
                merged,
                newest.stream().mapToLong(Map.Entry::getKey).toArray(),
                newest.stream().mapToLong(Map.Entry::getValue).toArray());
    }

    boolean isEmpty(long nowSeconds) {
        for (Window window : windows) {
            if (!window.isEmpty(nowSeconds)) {
                return false;
            }
        }
        return true;
    }

    /** The windows as the database keeps them, separated by {@code ;}. */
    String text() {
        StringBuilder text = new StringBuilder();
        for (Window window : windows) {
            if (!text.isEmpty()) {
                text.append(';');
            }
            window.appendTo(text);
        }
        return text.toString();
    }

    /** Reads what {@link #text} wrote (nothing for a usage without windows); {@link IllegalArgumentException} for anything else. */
    static Usage parse(String text) {
        if (text.isEmpty()) {
            return NONE;
        }
        List<Window> windows = new ArrayList<>();
        for (String part : text.split(";", -1)) {
            windows.add(Window.parse(part));
        }
        return new Usage(windows, new long[0], new long[0]);
    }
}
