// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.limit.LimitUnit;
import java.io.Serializable;
import java.util.Arrays;

/** The cost of one message by limit unit, and the time of the request. */
@ThreadSafe
public final class Cost implements Serializable {
    private static final long serialVersionUID = 1;

    static final long[] NO_DOMAINS = {};

    private final int recipients;
    private final int messages;
    private final int kibibytes;
    private final long[] domains;
    private final long nowSeconds;
    private final long midnightSeconds;

    /**
     * @param recipients 0 or more
     * @param messages 1, or 0 for no cost
     * @param kibibytes its size, rounded up
     * @param domains fingerprints of the known recipient domains, each once; must not change
     * @param nowSeconds seconds since the epoch
     * @param midnightSeconds the end of the calendar day in the installation's time zone, in seconds since the epoch
     */
    Cost(int recipients, int messages, int kibibytes, long[] domains, long nowSeconds, long midnightSeconds) {
        this.recipients = recipients;
        this.messages = messages;
        this.kibibytes = kibibytes;
        this.domains = domains;
        this.nowSeconds = nowSeconds;
        this.midnightSeconds = midnightSeconds;
    }

    int recipients() {
        return recipients;
    }

    int kibibytes() {
        return kibibytes;
    }

    /** The array must not change. */
    public long[] domains() {
        return domains;
    }

    long nowSeconds() {
        return nowSeconds;
    }

    long midnightSeconds() {
        return midnightSeconds;
    }

    int of(LimitUnit unit) {
        return switch (unit) {
            case RECIPIENTS -> recipients;
            case MESSAGES -> messages;
            case BYTES -> kibibytes;
            case DOMAINS -> domains.length;
        };
    }

    /** No cost, at the same time. */
    Cost none() {
        return new Cost(0, 0, 0, NO_DOMAINS, nowSeconds, midnightSeconds);
    }

    /** The cost of another recipient of a counted message: without message and size. */
    Cost recipientOnly() {
        return new Cost(recipients, 0, 0, domains, nowSeconds, midnightSeconds);
    }

    /** With the domains of earlier recipients. */
    Cost withDomains(long[] more) {
        return more.length == 0
                ? this
                : new Cost(recipients, messages, kibibytes, union(domains, more), nowSeconds, midnightSeconds);
    }

    /** The values of both arrays, each once, those of {@code first} first. */
    static long[] union(long[] first, long[] second) {
        if (first.length == 0) {
            return second;
        }
        long[] all = Arrays.copyOf(first, first.length + second.length);
        int length = first.length;
        for (long each : second) {
            if (!contains(all, length, each)) {
                all[length++] = each;
            }
        }
        return Arrays.copyOf(all, length);
    }

    static boolean contains(long[] values, int length, long value) {
        for (int i = 0; i < length; i++) {
            if (values[i] == value) {
                return true;
            }
        }
        return false;
    }
}
