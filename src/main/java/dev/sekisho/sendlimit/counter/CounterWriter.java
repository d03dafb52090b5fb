// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.database.Outage;
import dev.sekisho.sendlimit.SendLimitMessages;
import dev.sekisho.writebehind.RowWriter;
import dev.sekisho.writebehind.StoredKey;
import dev.sekisho.writebehind.WriterProgress;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Makes counters durable in the background and restores them at the start.
 *
 * <p>A scheduled task calls {@link #write} once a second. It appends the counters that changed to the journal, as one
 * record of their states, and writes the row of a counter {@link #ROW_LAG} after its first record: the cost does not
 * grow with the number of accounts in use. A restart reads the rows and the journal; of each counter the highest
 * revision counts.
 *
 * <p>What cannot be appended is kept for the next call. While the database is down the backlog is one entry an account,
 * however much is sent.
 */
@ThreadSafe
public class CounterWriter {
    /** How long a row lags behind the journal: then a busy account costs a row each five minutes, not each second. */
    private static final Duration ROW_LAG = Duration.ofMinutes(5);

    /** Time for rows in one call: the next record must not wait for them. */
    private static final long ROWS_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    /** Rows in a transaction: large enough to be fast, small enough not to delay other writers. */
    private static final int BATCH = 500;

    /** Counters that are read and appended at once. */
    private static final int JOURNALED = 5_000;

    /** Appends of one call at most, so that rows and the hourly clean-up are never starved. */
    private static final int APPENDS = 400;

    /** The time between two searches for empty counters, and for records that another node left. */
    private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** Counters that one search checks: in a cluster each may cross the network. */
    private static final int MOST_EMPTIED = 5_000;

    private static final long FORGET_MILLIS = 3_600_000;

    /** The age of records that their node does not need any more: it was stopped or killed, or is far behind. */
    static final Duration ABANDONED = Duration.ofHours(1);

    /** A node that died has appended all but its last second, unless it had lost the database. */
    private static final long INHERITED_MILLIS = 600_000;

    private final SendCounters counters;
    private final CounterStore store;
    private final Clock clock;
    private final WriterProgress progress;
    private final RowWriter<String> rows;
    private final Outage outage;
    private final String node = UUID.randomUUID().toString();
    private final LaggingRows lagging = new LaggingRows();
    private final long rowLagNanos;
    private volatile boolean memberLeft;
    private volatile boolean entriesLost;
    private long nextRecord;
    private long firstRecord;
    private long writtenMillis;
    private long forgottenMillis;
    private long minuteNanos = System.nanoTime();

    public CounterWriter(SendCounters counters, CounterStore store, Clock clock) {
        this(counters, store, clock, ROW_LAG);
    }

    /** @param rowLag how long a row lags behind the journal */
    CounterWriter(SendCounters counters, CounterStore store, Clock clock, Duration rowLag) {
        this.rowLagNanos = rowLag.toNanos();
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

    /** The number of counters whose row is older than the journal. */
    public int laggingRows() {
        return lagging.size();
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

    /** Reads the journal before the rows: a record that another node deletes meanwhile is in the rows by then. */
    private void read() {
        Map<String, StoredCounter> journaled = new HashMap<>();
        store.readJournal(
                record -> decode(record, each -> journaled.merge(each.account(), each, StoredCounter::newer)));
        store.read(oldest(), row -> {
            StoredCounter newer = journaled.remove(row.account());
            restore(newer == null ? row : StoredCounter.newer(row, newer));
        });
        journaled.values().forEach(this::restore);
    }

    private void restore(StoredCounter stored) {
        if (StoredKey.fits(stored.account(), StoredKey.COUNTER_CHARACTERS)) {
            state(stored).ifPresent(state -> counters.restore(stored.account(), state));
        }
    }

    private static Optional<CounterState> state(StoredCounter stored) {
        try {
            return Optional.of(CounterState.parse(stored.windows(), stored.revision()));
        } catch (IllegalArgumentException e) {
            SendLimitMessages.counterUnreadable(stored.account(), stored.windows());
            return Optional.empty();
        }
    }

    /** A damaged record must not prevent the start; the counters before the damage are used. */
    private static void decode(StoredRecord record, Consumer<StoredCounter> counter) {
        try {
            JournalCodec.decode(record.states(), counter);
        } catch (IOException e) {
            SendLimitMessages.recordUnreadable(record.node(), record.record(), e);
        }
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
        if (!recover() || !append()) {
            return;
        }
        writeRows();
        if (System.nanoTime() - minuteNanos >= MINUTE_NANOS) {
            minuteNanos = System.nanoTime();
            forgetEmpty();
            attempt(this::takeAbandoned);
        }
        long now = clock.millis();
        // Math.abs: also after a clock that ran ahead was set back.
        if (Math.abs(now - forgottenMillis) >= FORGET_MILLIS) {
            forgottenMillis = now;
            attempt(() -> store.forget(oldest()));
        }
    }

    /** Takes up what other nodes lost; false if that must be tried again. */
    private boolean recover() {
        if (entriesLost) {
            entriesLost = false;
            if (!attempt(this::read)) {
                entriesLost = true;
                return false;
            }
        }
        if (memberLeft) {
            memberLeft = false;
            long since = Math.min(clock.millis(), writtenMillis) - INHERITED_MILLIS;
            if (!attempt(() -> counters.markChangedSince(Instant.ofEpochMilli(since)))) {
                memberLeft = true;
            }
        }
        return true;
    }

    /** Appends the counters that changed to the journal; false if the database does not take them. */
    private boolean append() {
        for (int i = 0; i < APPENDS; i++) {
            List<String> accounts = counters.takeDirty(JOURNALED);
            if (accounts.isEmpty()) {
                writtenMillis = clock.millis();
                progress.written();
                succeeded();
                break;
            }
            accounts.removeIf(key -> !StoredKey.fits(key, StoredKey.COUNTER_CHARACTERS));
            if (!attempt(() -> append(accounts))) {
                counters.giveBack(accounts);
                return false;
            }
        }
        return true;
    }

    private void append(List<String> accounts) {
        List<byte[]> records = JournalCodec.encode(counters.values(accounts));
        long first = nextRecord;
        // Before the database answers: if only the answer is lost, the same number would be refused for ever.
        nextRecord += records.size();
        store.append(node, first, records, now());
        lagging.add(accounts, first, System.nanoTime());
    }

    /** Writes rows that have lagged long enough, and deletes the records that no row needs any more. */
    private void writeRows() {
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < ROWS_NANOS) {
            List<String> due = lagging.until(begun - rowLagNanos, BATCH);
            if (due.isEmpty()) {
                break;
            }
            // A key that was rejected a moment ago must not fail each time.
            List<String> left = new ArrayList<>(due);
            left.removeIf(rows::wasRejected);
            if (!attempt(() -> rows.write(left))) {
                return;
            }
            lagging.remove(due);
        }
        long needed = lagging.firstRecord(nextRecord);
        if (needed > firstRecord && attempt(() -> store.deleteRecords(node, firstRecord, needed))) {
            firstRecord = needed;
        }
    }

    private void store(List<String> accounts) {
        // Where another node has written a newer row meanwhile, that row stays.
        store.write(counters.values(accounts), now());
    }

    /**
     * Writes the rows of abandoned records and deletes these; the newest first, so that the older ones find their rows
     * written.
     */
    void takeAbandoned() {
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < ROWS_NANOS) {
            Optional<StoredRecord> abandoned = store.newestRecord(now().minus(ABANDONED));
            if (abandoned.isEmpty()) {
                return;
            }
            StoredRecord record = abandoned.get();
            Map<String, CounterState> states = new HashMap<>();
            decode(record, each -> state(each).ifPresent(state -> states.put(each.account(), state)));
            store.write(states, now());
            store.deleteRecords(record.node(), record.record(), record.record() + 1);
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

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock.withZone(ZoneOffset.UTC));
    }

    private OffsetDateTime oldest() {
        return now().minusDays(SendCounters.LONGEST_PERIOD_DAYS);
    }
}
