// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.sendlimit.SendLimitMessages;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * The logins without an account that have a send counter: at most {@link #MOST}, so that made-up logins cannot fill the
 * memory. The directory bounds the counters of accounts, domains and scopes.
 */
@ThreadSafe
public final class UnownedCounters {
    /** About 100 MB with three limits each, if they all send. */
    public static final int MOST = 100_000;

    /** A login seen within this time is not idle: its message may be under way. */
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

    /** Whether the login may have a counter; if so, it has one from now on. */
    boolean admit(String login) {
        if (seenNanos.replace(login, System.nanoTime()) != null) {
            return true;
        }
        // Concurrent threads may exceed the bound by their number.
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

    /** The login was checked and stays; the next check begins with others. */
    void checked(String login) {
        seenNanos.replace(login, System.nanoTime());
    }

    /** Logins that were not seen for a minute. */
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
            // The next time that the bound is reached is logged again.
            full.set(false);
        }
    }
}
