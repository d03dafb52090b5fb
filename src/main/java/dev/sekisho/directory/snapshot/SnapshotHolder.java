// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.snapshot;

import com.google.errorprone.annotations.ThreadSafe;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.sekisho.database.LongWork;
import dev.sekisho.database.Outage;
import dev.sekisho.directory.ChangedRows;
import dev.sekisho.directory.DirectoryMessages;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Holds the copy of the directory in memory, and follows the database: by the rows that a {@link ChangeSource} names,
 * or by a read of the whole directory if it does not know them.
 *
 * <p>While the database is down, the last copy stays; the start and the end of the outage are logged once each.
 *
 * <p>{@link #apply} applies a change through this node to the copy at once. A whole read that runs at the same time may
 * have begun before the commit; changes that were applied since its beginning are therefore applied to its result too.
 *
 * <p>Only one whole read runs at a time, and a change does not wait for it. Changes are read and published under one
 * lock, so that no older state of a row replaces a newer one.
 */
@ThreadSafe
final class SnapshotHolder {
    /** Changes are kept for ten minutes; each minute the old ones are deleted. */
    private static final long PRUNE_NANOS = Duration.ofMinutes(1).toNanos();

    /**
     * Without a poll in this time the database counts as down; a whole read of a million accounts takes some seconds.
     */
    private static final long MAX_POLL_NANOS = Duration.ofSeconds(30).toNanos();

    private final DataSource dataSource;
    private final LongWork longWork;
    private final Clock clock;
    private final Outage outage;
    private final SnapshotReader reader;
    private final AtomicLong wholeReads = new AtomicLong();

    /** Guards the published state; never held during a whole read. */
    private final Object publishing = new Object();

    @GuardedBy("publishing")
    private @Nullable ChangeSource source;

    /** Changes applied since the current whole read began; null if none runs. */
    @GuardedBy("publishing")
    private @Nullable ChangedRows appliedSince;

    /** Changes through this node that could not be applied. */
    @GuardedBy("publishing")
    private ChangedRows unapplied = new ChangedRows();

    @GuardedBy("publishing")
    private Ends ends = new Ends(Instant.MIN);

    private volatile @Nullable DirectorySnapshot snapshot;
    private volatile boolean readAgain;
    private volatile boolean lost;
    private volatile long pollNanos;
    private volatile long polledNanos = System.nanoTime();
    private volatile long readNanos = System.nanoTime();
    private long prunedNanos = System.nanoTime();

    SnapshotHolder(DataSource dataSource, LongWork longWork, String delimiters, Clock clock) {
        this.dataSource = dataSource;
        this.longWork = longWork;
        this.clock = clock;
        this.outage = new Outage(clock);
        this.reader = new SnapshotReader(delimiters);
    }

    boolean isLoaded() {
        return snapshot != null;
    }

    /** @throws IllegalStateException before the first load */
    DirectorySnapshot snapshot() {
        DirectorySnapshot current = snapshot;
        if (current == null) {
            throw new IllegalStateException("the directory is not loaded yet");
        }
        return current;
    }

    /** Whether the database answered the last poll for changes. */
    boolean databaseAnswers() {
        return pollNanos > 0 && !lost && System.nanoTime() - polledNanos < MAX_POLL_NANOS;
    }

    /** Duration of the last successful poll; 0 before the first. */
    long pollNanos() {
        return pollNanos;
    }

    /** The number of reads of the whole directory. */
    long wholeReads() {
        return wholeReads.get();
    }

    /** The time of the last read of the whole directory, by {@link System#nanoTime}. */
    long readNanos() {
        return readNanos;
    }

    /** Reads the directory, regardless of changes. */
    synchronized void load() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            read(connection);
        }
    }

    /** Applies the changes since the last call; logs errors instead of throwing them. */
    synchronized void poll() {
        try (Connection connection = dataSource.getConnection()) {
            if (!follow(connection)) {
                read(connection);
                polledNanos = System.nanoTime();
            }
            if (System.nanoTime() - prunedNanos > PRUNE_NANOS) {
                prune(connection);
                prunedNanos = System.nanoTime();
            }
            lost = false;
            if (outage.ends()) {
                DirectoryMessages.databaseBack();
            }
        } catch (SQLException | RuntimeException e) {
            lost(e);
        }
    }

    private void lost(Exception cause) {
        lost = true;
        synchronized (publishing) {
            if (source != null) {
                source.lost();
            }
        }
        if (outage.begins()) {
            DirectoryMessages.databaseLost(cause);
        }
    }

    private void prune(Connection connection) throws SQLException {
        synchronized (publishing) {
            source(connection).prune(connection);
        }
    }

    @GuardedBy("publishing")
    private ChangeSource source(Connection connection) throws SQLException {
        ChangeSource known = source;
        if (known == null) {
            known = ChangeSource.of(connection);
            source = known;
        }
        return known;
    }

    /** Applies what has changed; false if the whole directory must be read. */
    private boolean follow(Connection connection) throws SQLException {
        synchronized (publishing) {
            long from = System.nanoTime();
            ChangeSource.Changes seen = source(connection).read(connection);
            pollNanos = System.nanoTime() - from;
            polledNanos = System.nanoTime();
            Instant now = clock.instant();
            if (readAgain || !isLoaded() || seen.rows().isEverything()) {
                return false;
            }
            ChangedRows due = ends.due(now);
            if (seen.rows().isEmpty() && due.isEmpty() && unapplied.isEmpty()) {
                source(connection).accept(seen);
                ends.passed(now);
                return true;
            }
            due.add(unapplied);
            return follow(connection, due, now);
        }
    }

    /** Applies {@code more} and what the source has, as of one time; false if the whole directory must be read. */
    @GuardedBy("publishing")
    private boolean follow(Connection connection, ChangedRows more, Instant now) throws SQLException {
        if (more.isEverything()) {
            return false;
        }
        try (ReadTransaction transaction = ReadTransaction.begin(connection)) {
            return followHere(transaction.connection(), more, now);
        }
    }

    @GuardedBy("publishing")
    private boolean followHere(Connection connection, ChangedRows more, Instant now) throws SQLException {
        ChangeSource.Changes changes = source(connection).read(connection);
        boolean known = !changes.rows().isEverything();
        ChangedRows all = new ChangedRows();
        all.add(more);
        all.add(ends.due(now));
        if (known) {
            all.add(changes.rows());
        }
        if (all.isEverything() || !publishOver(connection, all, now)) {
            return false;
        }
        ends.passed(now);
        unapplied = new ChangedRows();
        // Else the next poll finds the same again, and reads the whole directory.
        if (known) {
            source(connection).accept(changes);
        }
        return true;
    }

    @GuardedBy("publishing")
    private boolean publishOver(Connection connection, ChangedRows changed, Instant now) throws SQLException {
        Optional<DirectorySnapshot> next = over(snapshot(), changed, connection, now);
        next.ifPresent(each -> snapshot = each);
        if (appliedSince != null) {
            appliedSince.add(changed);
        }
        return next.isPresent();
    }

    @GuardedBy("publishing")
    private Optional<DirectorySnapshot> over(
            DirectorySnapshot base, ChangedRows changed, Connection connection, Instant now) throws SQLException {
        return reader.readOver(base, changed, new Pass(connection, base.builder(), new RowTexts(false), now, ends));
    }

    /** The position is older than the rows: a change in between is read twice, but never missed. */
    private void read(Connection connection) throws SQLException {
        LongWork.Lifted lifted = longWork.on(connection);
        Instant now = clock.instant();
        Ends fresh = new Ends(now);
        synchronized (publishing) {
            readAgain = true;
            ChangeSource changes = source(connection);
            changes.accept(changes.read(connection));
            appliedSince = new ChangedRows();
        }
        try {
            DirectorySnapshot whole = reader.read(connection, now, fresh);
            synchronized (publishing) {
                ends = fresh;
                snapshot = withApplied(whole, connection);
                unapplied = new ChangedRows();
                readAgain = false;
            }
            wholeReads.incrementAndGet();
            readNanos = System.nanoTime();
        } finally {
            lifted.end();
            synchronized (publishing) {
                appliedSince = null;
            }
        }
    }

    @GuardedBy("publishing")
    private DirectorySnapshot withApplied(DirectorySnapshot whole, Connection connection) throws SQLException {
        ChangedRows applied = appliedSince;
        if (applied == null || applied.isEmpty()) {
            return whole;
        }
        // Empty if the limits of the installation changed: the next whole read follows at once.
        try (ReadTransaction transaction = ReadTransaction.begin(connection)) {
            return over(whole, applied, transaction.connection(), clock.instant())
                    .orElse(whole);
        }
    }

    /**
     * Applies the rows that a committed transaction has changed; when this returns, the next query uses them. Call it
     * outside any transaction. If it fails, the next poll applies them.
     */
    void apply(ChangedRows changed) {
        if (!isLoaded()) {
            return;
        }
        try {
            if (!applyRows(changed)) {
                load();
            }
        } catch (SQLException | RuntimeException e) {
            DirectoryMessages.changeNotApplied(e);
        }
    }

    private boolean applyRows(ChangedRows changed) throws SQLException {
        synchronized (publishing) {
            unapplied.add(changed);
        }
        try (Connection connection = dataSource.getConnection()) {
            synchronized (publishing) {
                ChangedRows more = new ChangedRows();
                more.add(unapplied);
                return follow(connection, more, clock.instant());
            }
        }
    }

    /**
     * Reads rows again that may differ from the copy, although no change of them was recorded.
     *
     * @return how many did differ; empty if that cannot be said, because the whole directory is to be read
     */
    Optional<RowCounts> repair(ChangedRows suspects) throws SQLException {
        Instant now = clock.instant();
        try (Connection connection = dataSource.getConnection()) {
            synchronized (publishing) {
                try (ReadTransaction transaction = ReadTransaction.begin(connection)) {
                    return repairHere(transaction.connection(), suspects, now);
                }
            }
        }
    }

    /** What was recorded up to this time is applied first, so the rest was not recorded. */
    @GuardedBy("publishing")
    private Optional<RowCounts> repairHere(Connection connection, ChangedRows suspects, Instant now)
            throws SQLException {
        if (source(connection).read(connection).rows().isEverything()
                || !followHere(connection, new ChangedRows(), now)) {
            return Optional.empty();
        }
        SnapshotBuilder before = snapshot().builder();
        RowCounts first = before.differences();
        if (!publishOver(connection, suspects, now)) {
            readAgain = true;
            return Optional.empty();
        }
        SnapshotBuilder after = snapshot().builder();
        if (before == after) {
            return Optional.of(after.differences().minus(first));
        }
        RowCounts rows = after.differences();
        return Optional.of(
                new RowCounts(rows.accounts(), rows.aliases(), rows.others() + before.differentRules(after)));
    }
}
