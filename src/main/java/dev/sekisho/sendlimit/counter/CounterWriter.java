// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

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

    /** Between two looks for counters with nothing in them. */
    private static final long EMPTY_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** Counters that one look asks: in a cluster each may cross the network. */
    private static final int MOST_EMPTIED = 5_000;

    private static final long FORGET_MILLIS = 3_600_000;

    /** A node that dies had written all but the last second, unless it had its own trouble with the database. */
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

    /** How this writer gets on. */
    public WriterProgress progress() {
        return progress;
    }

    /**
     * Reads all counters that can still matter, unless another node has them already; throws the container's exception
     * if the database is away.
     */
    public synchronized void load() {
        if (!counters.areInCluster()) {
            read();
        }
        counters.restored();
    }

    private void read() {
        store.read(oldest(), row -> {
            CounterState usage;
            try {
                usage = CounterState.parse(row.windows(), row.revision());
            } catch (IllegalArgumentException e) {
                SendLimitMessages.counterUnreadable(row.account(), row.windows());
                return;
            }
            if (StoredKey.fits(row.account(), StoredKey.COUNTER_CHARACTERS)) {
                counters.restore(row.account(), usage);
            }
        });
    }

    /**
     * Other nodes left or came back: what they counted and did not write, and what was merged, is written by this one.
     */
    public void memberLeft() {
        memberLeft = true;
    }

    /**
     * More nodes were lost at once than entries have backups: what is gone is read again before anything is written.
     */
    public void entriesLost() {
        entriesLost = true;
    }

    /** Writes what has changed. Never throws for a database in trouble: it is told once and tried again next time. */
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
            // What was refused a moment ago, or cannot be a row, must not be refused each second.
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
        // Also after a clock that ran ahead was set back.
        if (Math.abs(now - forgottenMillis) >= FORGET_MILLIS) {
            forgottenMillis = now;
            attempt(() -> store.forget(oldest()));
        }
    }

    /** Counters of logins without an account go as soon as nothing is in them, with their rows. */
    private void forgetEmpty() {
        List<String> gone = counters.forgetEmptyStrangers(MOST_EMPTIED);
        for (int from = 0; from < gone.size(); from += BATCH) {
            List<String> batch = gone.subList(from, Math.min(from + BATCH, gone.size()));
            if (!attempt(() -> store.delete(batch))) {
                // Their rows go with the oldest ones, some day.
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
        // A row that another node has written meanwhile is newer than what was read here. The values of then are gone
        // from this node, not from the cluster: the next pass reads them again.
        counters.giveBack(store.write(counters.values(accounts), OffsetDateTime.now(clock.withZone(ZoneOffset.UTC))));
    }

    /** The one place that decides what database trouble means here: nothing is lost, the next pass tries again. */
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
