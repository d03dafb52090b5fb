// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ratelimit;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes changed counters behind to the database, and brings them back at the start.
 *
 * <p>Called once a second by a scheduled task; what it cannot write it keeps for the next time. While the database is
 * away the backlog is one entry an account, whatever is sent.
 *
 * <p>Safe for use by many threads; concurrent writes are serialised.
 */
public class CounterWriter {
    /** Rows in a transaction: large enough to be quick, small enough that other writers do not notice. */
    private static final int BATCH = 500;

    /** A pass writes at most this many batches, so that the hourly clean-up is never starved. */
    private static final int BATCHES = 400;

    private static final long FORGET_MILLIS = 3_600_000;

    private final SendCounters counters;
    private final CounterStore store;
    private final Clock clock;
    private boolean failing;
    private long forgottenMillis;

    public CounterWriter(SendCounters counters, CounterStore store, Clock clock) {
        this.counters = counters;
        this.store = store;
        this.clock = clock;
    }

    /** Reads all counters that can still matter; throws the container's exception if the database is away. */
    public synchronized void load() {
        Map<String, Usage> kept = new HashMap<>();
        store.read(oldest(), (account, windows) -> {
            try {
                kept.put(account, Usage.parse(windows));
            } catch (IllegalArgumentException e) {
                RateLimitMessages.counterUnreadable(account, windows);
            }
        });
        counters.restore(kept);
    }

    /** Writes what has changed. Never throws for a database in trouble: it is told once and tried again next time. */
    public synchronized void write() {
        if (!counters.isLoaded()) {
            return;
        }
        for (int i = 0; i < BATCHES; i++) {
            List<String> accounts = counters.takeDirty(BATCH);
            if (accounts.isEmpty()) {
                break;
            }
            if (!write(accounts)) {
                return;
            }
        }
        long now = clock.millis();
        if (now - forgottenMillis >= FORGET_MILLIS) {
            forgottenMillis = now;
            attempt(() -> store.forget(oldest()));
        }
    }

    private boolean write(List<String> accounts) {
        boolean written = attempt(() ->
                store.write(accounts, counters.values(accounts), OffsetDateTime.now(clock.withZone(ZoneOffset.UTC))));
        if (!written) {
            counters.giveBack(accounts);
        }
        return written;
    }

    /** The one place that decides what database trouble means here: nothing is lost, the next pass tries again. */
    private boolean attempt(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            if (!failing) {
                RateLimitMessages.countersNotWritten(e);
                failing = true;
            }
            return false;
        }
        if (failing) {
            RateLimitMessages.countersWrittenAgain();
            failing = false;
        }
        return true;
    }

    private OffsetDateTime oldest() {
        return OffsetDateTime.now(clock.withZone(ZoneOffset.UTC)).minusDays(SendCounters.LONGEST_PERIOD_DAYS);
    }
}
