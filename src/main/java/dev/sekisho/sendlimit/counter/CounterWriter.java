// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.database.Outage;
import dev.sekisho.sendlimit.SendLimitMessages;
import dev.sekisho.writebehind.RowWriter;
import dev.sekisho.writebehind.StoredKey;
import dev.sekisho.writebehind.WriterProgress;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Writes changed counters to the database in the background and restores them at the start.
 *
 * <p>A scheduled task calls {@link #write} once a second. What cannot be written is kept for the next call. While the
 * database is down the backlog is one entry an account, however much is sent.
 */
@ThreadSafe
public class CounterWriter {
    /** Rows in a transaction: large enough to be fast, small enough not to delay other writers. */
    private static final int BATCH = 500;

    /** Batches of one call at most, so that the hourly clean-up is never starved. */
    private static final int BATCHES = 400;

    /** The time between two searches for empty counters. */
    private static final long EMPTY_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** Counters that one search checks: in a cluster each may cross the network. */
    private static final int MOST_EMPTIED = 5_000;

    private static final long FORGET_MILLIS = 3_600_000;

    /** A node that died has written all but its last second, unless it had lost the database. */
    private static final long INHERITED_MILLIS = 600_000;

    private final SendCounters counters;
    private final CounterStore store;
    private final Clock clock;
    private final WriterProgress progress;
    private final RowWriter<String> rows;
    private final Outage outage;
    private volatile boolean memberLeft;
    private volatile boolean entriesLost;
    private long writtenMillis;
    private long forgottenMillis;
    private long emptiedNanos = System.nanoTime();

    public CounterWriter(SendCounters counters, CounterStore store, Clock clock) {
        this.counters = counters;
        this.store = store;
        this.clock = clock;
        this.outage = new Outage(clock);
        this.writtenMillis = clock.millis();
        this.progress = new WriterProgress("send-counters", clock, counters::unwritten);
        this.rows = new RowWriter<>(progress, account -> account, this::store);
    }

    /** The progress of this writer. */
    public WriterProgress progress() {
        return progress;
    }

    /**
     * Reads all counters that a limit can need, unless another node has them already. Throws the container's exception
     * if the database is down.
     */
    public synchronized void load() {
        if (!counters.areInCluster()) {
            read();
        }
        counters.restored();
    }

    private void read() {
        store.read(oldest(), row -> {
            CounterState state;
            try {
                state = CounterState.parse(row.windows(), row.revision());
            } catch (IllegalArgumentException e) {
                SendLimitMessages.counterUnreadable(row.account(), row.windows());
                return;
            }
            if (StoredKey.fits(row.account(), StoredKey.COUNTER_CHARACTERS)) {
                counters.restore(row.account(), state);
            }
        });
    }

    /** Nodes left or came back: this node writes what they counted and did not write, and what was merged. */
    public void memberLeft() {
        memberLeft = true;
    }

    /** More nodes were lost at once than entries have backups: lost counters are read again before the next write. */
    public void entriesLost() {
        entriesLost = true;
    }

    /** Writes what has changed. Never throws: a failure is logged once, and the next call retries. */
    public synchronized void write() {
        if (!counters.isLoaded()) {
            return;
        }
        progress.begins();
        if (entriesLost) {
            entriesLost = false;
            if (!attempt(this::read)) {
                entriesLost = true;
                return;
            }
        }
        if (memberLeft) {
            memberLeft = false;
            long since = Math.min(clock.millis(), writtenMillis) - INHERITED_MILLIS;
            if (!attempt(() -> counters.markChangedSince(Instant.ofEpochMilli(since)))) {
                memberLeft = true;
            }
        }
        for (int i = 0; i < BATCHES; i++) {
            List<String> accounts = counters.takeDirty(BATCH);
            if (accounts.isEmpty()) {
                writtenMillis = clock.millis();
                progress.written();
                succeeded();
                break;
            }
            // A key that was refused a moment ago, or does not fit a row, must not fail each second.
            accounts.removeIf(key -> rows.wasRejected(key) || !StoredKey.fits(key, StoredKey.COUNTER_CHARACTERS));
            if (!write(accounts)) {
                return;
            }
        }
        if (System.nanoTime() - emptiedNanos >= EMPTY_NANOS) {
            emptiedNanos = System.nanoTime();
            forgetEmpty();
        }
        long now = clock.millis();
        // Math.abs: also after a clock that ran ahead was set back.
        if (Math.abs(now - forgottenMillis) >= FORGET_MILLIS) {
            forgottenMillis = now;
            attempt(() -> store.forget(oldest()));
        }
    }

    /** Removes empty counters of logins without an account, with their rows. */
    private void forgetEmpty() {
        List<String> gone = counters.forgetIdleUnowned(MOST_EMPTIED);
        for (int from = 0; from < gone.size(); from += BATCH) {
            List<String> batch = gone.subList(from, Math.min(from + BATCH, gone.size()));
            if (!attempt(() -> store.delete(batch))) {
                // The hourly clean-up deletes the rows later.
                return;
            }
        }
    }

    private boolean write(List<String> accounts) {
        List<String> left = new ArrayList<>(accounts);
        boolean written = attempt(() -> rows.write(left));
        if (!written) {
            counters.giveBack(left);
        }
        return written;
    }

    private void store(List<String> accounts) {
        // Another node has written a newer row meanwhile. The next call reads the newer state from the cluster.
        counters.giveBack(store.write(counters.values(accounts), OffsetDateTime.now(clock.withZone(ZoneOffset.UTC))));
    }

    /** The one place that handles a database failure: nothing is lost, the next call retries. */
    private boolean attempt(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            progress.failed();
            if (outage.begins()) {
                SendLimitMessages.countersNotWritten(e);
            }
            return false;
        }
        succeeded();
        return true;
    }

    private void succeeded() {
        if (outage.ends()) {
            SendLimitMessages.countersWrittenAgain();
        }
    }

    private OffsetDateTime oldest() {
        return OffsetDateTime.now(clock.withZone(ZoneOffset.UTC)).minusDays(SendCounters.LONGEST_PERIOD_DAYS);
    }
}
