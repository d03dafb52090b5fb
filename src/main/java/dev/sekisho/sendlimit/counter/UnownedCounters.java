// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import dev.sekisho.sendlimit.SendLimitMessages;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * The logins without an account that have a send counter: at most {@link #MOST}, so that made-up logins cannot fill the
 * memory.
 *
 * <p>Accounts, domains and scopes are bounded by the directory. Safe for use by many threads; never blocks.
 */
public final class UnownedCounters {
    /** Some 100 MB with three limits each, as far as they all send. */
    public static final int MOST = 100_000;

    /** A login that was seen within this time is not looked at: its message may be under way. */
    private static final long IDLE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final int most;
    private final Map<String, Long> seenNanos = new ConcurrentHashMap<>();
    private final LongAdder refused = new LongAdder();
    private final AtomicBoolean full = new AtomicBoolean();

    UnownedCounters() {
        this(MOST);
    }

    UnownedCounters(int most) {
        this.most = most;
    }

    /** Whether the login may have a counter; it has one from now on. */
    boolean admit(String login) {
        if (seenNanos.replace(login, System.nanoTime()) != null) {
            return true;
        }
        // Threads at the same moment may pass it by as many as they are.
        if (seenNanos.size() < most) {
            seenNanos.put(login, System.nanoTime());
            return true;
        }
        refused.increment();
        if (full.compareAndSet(false, true)) {
            SendLimitMessages.loginNotCounted(login, most);
        }
        return false;
    }

    long refused() {
        return refused.sum();
    }

    int size() {
        return seenNanos.size();
    }

    /** The login stays; others come before it in the next look. */
    void lookedAt(String login) {
        seenNanos.replace(login, System.nanoTime());
    }

    /** Logins that were not seen for a while. */
    List<String> idle(int atMost) {
        long now = System.nanoTime();
        return seenNanos.entrySet().stream()
                .filter(each -> now - each.getValue() > IDLE_NANOS)
                .map(Map.Entry::getKey)
                .limit(atMost)
                .toList();
    }

    void forget(String login) {
        seenNanos.remove(login);
        if (seenNanos.size() < most / 10 * 9) {
            // The next time that it is full is another event.
            full.set(false);
        }
    }
}
