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
 * Writes decisions behind into the database, so that each can be explained by its reference for a week.
 *
 * <p>Deciding never waits for it: entries go through a bounded queue, and those that find it full are dropped and
 * counted. While the database is away the queue waits; what is longer away than that has room for is lost to the
 * journal, not to the log.
 */
@ThreadSafe
public class DecisionJournal {
    /** Entries that may wait: some 5 MB as a rule. Ten seconds of a thousand refusals each. */
    static final int QUEUE_ENTRIES = 10_000;

    /** Entries of one transaction. */
    static final int BATCH_ENTRIES = 500;

    /** Rows deleted in one transaction: short enough for nobody to wait for its locks. */
    static final int DELETED_AT_ONCE = 1_000;

    /** Transactions of one call of {@link #prune}: by the minute that is more than is ever written. */
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
    private long droppedTold;
    private long droppedToldMillis;

    /**
     * Makes a journal.
     *
     * @param store where the entries go; null: nowhere
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

    /** How its writer gets on. */
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

    /** Hands over a decision that the journal {@link #keeps}, or drops it. */
    void add(JournalEntry entry) {
        if (!queue.offer(entry)) {
            dropped.increment();
        }
    }

    /** Decisions that were dropped since the start. */
    public long droppedEntries() {
        return dropped.sum();
    }

    /** Decisions that wait to be written. */
    public int waitingEntries() {
        return queue.size();
    }

    /**
     * Writes what waits. Never throws for a database in trouble: it is told once and tried again with the next call.
     */
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
        tellDropped();
    }

    /** Whether to go on with the next batch. */
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

    private void tellDropped() {
        long now = clock.millis();
        long sum = dropped.sum();
        if (sum > droppedTold && Math.abs(now - droppedToldMillis) >= MINUTE_MILLIS) {
            DecisionMessages.journalDropped(sum - droppedTold);
            droppedTold = sum;
            droppedToldMillis = now;
        }
    }

    /**
     * Deletes what is too old or too much, in small transactions. Trouble with the database ends it until the next
     * call. Called by one thread at a time.
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
