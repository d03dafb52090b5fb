// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.decision;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.database.Outage;
import dev.sekisho.writebehind.RowWriter;
import dev.sekisho.writebehind.WriterProgress;
import jakarta.persistence.PersistenceException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Writes decisions to the database in the background, where each can be looked up by reference for a week.
 *
 * <p>Decisions never wait for it: entries go through a bounded queue, and those that find it full are dropped and
 * counted. During an outage of the database the queue fills; entries beyond it are missing in the journal, but not in
 * the decision log.
 */
@ThreadSafe
public class DecisionJournal {
    /** Capacity of the queue: about 5 MB, or ten seconds at a thousand refusals a second. */
    static final int QUEUE_ENTRIES = 10_000;

    /** Entries of one transaction. */
    static final int BATCH_ENTRIES = 500;

    /** Rows deleted in one transaction: few enough to hold locks only briefly. */
    static final int DELETED_AT_ONCE = 1_000;

    /** Transactions in one call of {@link #prune}; called each minute, it deletes more than is ever written. */
    private static final int MOST_DELETIONS = 200;

    private static final long MINUTE_MILLIS = Duration.ofMinutes(1).toMillis();

    private final JournalConfig config;
    private final @Nullable JournalStore store;
    private final Clock clock;
    private final BlockingQueue<JournalEntry> queue = new ArrayBlockingQueue<>(QUEUE_ENTRIES);
    private final LongAdder dropped = new LongAdder();
    private final List<JournalEntry> batch = new ArrayList<>(BATCH_ENTRIES);
    private final WriterProgress progress;
    private final RowWriter<JournalEntry> rows;
    private final Outage outage;
    private final Outage pruningOutage;
    private long droppedLogged;
    private long droppedLoggedMillis;

    /**
     * Creates a journal.
     *
     * @param store table of the entries; null: keep none
     */
    public DecisionJournal(JournalConfig config, @Nullable JournalStore store, Clock clock) {
        this.config = config;
        this.store = store;
        this.clock = clock;
        this.outage = new Outage(clock);
        this.pruningOutage = new Outage(clock);
        this.progress = new WriterProgress("decision-journal", clock, this::waitingEntries);
        this.rows = new RowWriter<>(progress, JournalEntry::reference, batch -> into(store, batch));
    }

    private static void into(@Nullable JournalStore store, List<JournalEntry> batch) {
        if (store != null) {
            store.write(batch);
        }
    }

    /** Progress of the background writer. */
    public WriterProgress progress() {
        return progress;
    }

    /** A journal that keeps nothing. */
    static DecisionJournal off() {
        return new DecisionJournal(
                new JournalConfig(JournalConfig.Keeps.OFF, Duration.ofDays(1), 1), null, Clock.systemUTC());
    }

    boolean keeps(Decision decision) {
        return switch (config.keeps()) {
            case REFUSALS -> !decision.isPlainPass();
            case ALL -> true;
            case OFF -> false;
        };
    }

    /** Queues a decision that the journal {@link #keeps}, or drops it. */
    void add(JournalEntry entry) {
        if (!queue.offer(entry)) {
            dropped.increment();
        }
    }

    /** Decisions dropped since the start. */
    public long droppedEntries() {
        return dropped.sum();
    }

    /** Decisions in the queue. */
    public int waitingEntries() {
        return queue.size();
    }

    /** Writes the queue. Does not throw if the database fails: logs it once, and retries with the next call. */
    public synchronized void write() {
        if (store == null) {
            return;
        }
        progress.begins();
        boolean going = true;
        while (going) {
            if (batch.isEmpty()) {
                queue.drainTo(batch, BATCH_ENTRIES);
            }
            if (batch.isEmpty()) {
                progress.written();
                succeeded();
                going = false;
            } else {
                going = writeBatch();
            }
        }
        logDropped();
    }

    /** Writes a batch; returns whether to continue with the next one. */
    private boolean writeBatch() {
        long before = progress.setAsideRows();
        try {
            rows.write(batch);
            succeeded();
            return true;
        } catch (RuntimeException e) {
            if (outage.begins()) {
                DecisionMessages.journalNotWritten(e.getCause());
            }
            return false;
        } finally {
            dropped.add(progress.setAsideRows() - before);
        }
    }

    private void succeeded() {
        if (outage.ends()) {
            DecisionMessages.journalWrittenAgain();
        }
    }

    private void logDropped() {
        long now = clock.millis();
        long sum = dropped.sum();
        if (sum > droppedLogged && Math.abs(now - droppedLoggedMillis) >= MINUTE_MILLIS) {
            DecisionMessages.journalDropped(sum - droppedLogged);
            droppedLogged = sum;
            droppedLoggedMillis = now;
        }
    }

    /**
     * Deletes decisions that are too old or too many, in small transactions. An error of the database ends the call.
     * Call it from one thread at a time.
     */
    public void prune() {
        if (store == null) {
            return;
        }
        try {
            for (int i = 0; i < MOST_DELETIONS; i++) {
                int deleted = store.deleteOlder(clock.instant().minus(config.age()), DELETED_AT_ONCE)
                        + store.deleteBeyond(config.rows(), DELETED_AT_ONCE);
                pruningOutage.ends();
                if (deleted < DELETED_AT_ONCE) {
                    return;
                }
            }
        } catch (PersistenceException e) {
            if (pruningOutage.begins()) {
                DecisionMessages.journalNotPruned(e.getCause());
            }
        }
    }
}
