// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.Arrays;

/**
 * The messages that a counter counted last, so that a request that Postfix repeats after a lost answer is counted once.
 *
 * <p>Each message is a fingerprint of 64 bits with the time of its count. The newest is the last.
 */
@ThreadSafe
final class CountedMessages {
    /** Postfix repeats after at most its time limit and a second (smtpd_policy_service_timeout, 100 s). */
    static final int REPEAT_SECONDS = 300;

    /** The most messages of a counter: half a kilobyte, at any rate of sending. */
    static final int MAX = 32;

    static final CountedMessages NONE = new CountedMessages(new long[0], new long[0]);

    private final long[] messages;
    private final long[] seconds;

    /** Takes over the arrays, which must be equally long and must not change. */
    CountedMessages(long[] messages, long[] seconds) {
        this.messages = messages;
        this.seconds = seconds;
    }

    int size() {
        return messages.length;
    }

    long message(int index) {
        return messages[index];
    }

    /** When it was counted, in seconds since the epoch. */
    long seconds(int index) {
        return seconds[index];
    }

    boolean contains(long message) {
        return Cost.contains(messages, messages.length, message);
    }

    /** By how many seconds the newest lies in the future; 0 or less if it does not. */
    long aheadSeconds(long nowSeconds) {
        return seconds.length == 0 ? 0 : seconds[seconds.length - 1] - nowSeconds;
    }

    /** These messages, none of them counted later than now. */
    CountedMessages upTo(long nowSeconds) {
        long[] next = new long[seconds.length];
        Arrays.setAll(next, i -> Math.min(seconds[i], nowSeconds));
        return new CountedMessages(messages, next);
    }

    /** With {@code message} as the newest, without those that Postfix no longer repeats. */
    CountedMessages plus(long message, long nowSeconds) {
        int begin = Math.max(0, messages.length - (MAX - 1));
        while (begin < messages.length && seconds[begin] < nowSeconds - REPEAT_SECONDS) {
            begin++;
        }
        int kept = 0;
        long[] nextMessages = new long[messages.length - begin + 1];
        long[] nextSeconds = new long[nextMessages.length];
        for (int i = begin; i < messages.length; i++) {
            if (messages[i] != message) {
                nextMessages[kept] = messages[i];
                nextSeconds[kept++] = seconds[i];
            }
        }
        nextMessages[kept] = message;
        nextSeconds[kept++] = nowSeconds;
        return kept == nextMessages.length
                ? new CountedMessages(nextMessages, nextSeconds)
                : new CountedMessages(Arrays.copyOf(nextMessages, kept), Arrays.copyOf(nextSeconds, kept));
    }
}
