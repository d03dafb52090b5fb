// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.snapshot;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.database.LongWork;
import dev.sekisho.database.Outage;
import dev.sekisho.directory.ChangedRows;
import dev.sekisho.directory.DirectoryMessages;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Holds the copy of the directory in memory, and follows the database.
 *
 * <p>While the database is down, the last copy stays; the start and the end of the outage are logged once each.
 *
 * <p>{@link #apply} applies a change through this node to the copy at once. A full read that runs at the same time may
 * have begun before the commit; changes that were applied since its beginning are therefore applied to its result too.
 *
 * <p>Only one full read runs at a time, and a change does not wait for it.
 */
@ThreadSafe
final class SnapshotHolder {
    /** Change marks are kept for ten minutes; deleting old ones each minute keeps the table small enough to count. */
    private static final long PRUNE_NANOS = Duration.ofMinutes(1).toNanos();

    /**
     * Without a poll in this time the database counts as down; a full read of a million accounts takes some seconds.
     */
    private static final long MAX_POLL_NANOS = Duration.ofSeconds(30).toNanos();

    private final DataSource dataSource;
    private final LongWork longWork;
    private final Clock clock;
    private final Outage outage;
    /** Reads the whole directory. */
    private final SnapshotReader reader;

    /** Guards the published state and {@link #appliedSince}; never held during a full read. */
    private final Object publishing = new Object();

    /** Reads changed rows. */
    private final SnapshotReader changeReader;

    /** Changes applied since the current full read began; null if none runs. */
    private @Nullable List<ChangedRows> appliedSince;

    private volatile @Nullable DirectorySnapshot snapshot;
    private volatile List<String> hostAddresses = List.of();

    private String mark = "";
    private boolean readAgain;
    private volatile boolean lost;
    private volatile long pollNanos;
    private volatile long polledNanos = System.nanoTime();
    private volatile Instant nextEnd = Instant.MAX;
    private Instant readAt = Instant.MIN;
    private long prunedNanos = System.nanoTime();

    SnapshotHolder(DataSource dataSource, LongWork longWork, String delimiters, Clock clock) {
        this.dataSource = dataSource;
        this.longWork = longWork;
        this.clock = clock;
        this.outage = new Outage(clock);
        this.reader = new SnapshotReader(delimiters);
        this.changeReader = new SnapshotReader(delimiters);
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

    /** The addresses of all mail hosts at the last read. */
    List<String> hostAddresses() {
        return hostAddresses;
    }

    /** Whether the database answered the last poll for changes. */
    boolean databaseAnswers() {
        return pollNanos > 0 && !lost && System.nanoTime() - polledNanos < MAX_POLL_NANOS;
    }

    /** Duration of the last successful poll; 0 before the first. */
    long pollNanos() {
        return pollNanos;
    }

    /** Reads the directory, regardless of changes. */
    synchronized void load() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            ChangeMark kind = ChangeMark.of(connection);
            read(connection, kind, kind.read(connection));
        }
    }

    /** Reads the directory if it has changed since the last read; logs errors instead of throwing them. */
    synchronized void poll() {
        long from = System.nanoTime();
        try (Connection connection = dataSource.getConnection()) {
            ChangeMark kind = ChangeMark.of(connection);
            String newMark = kind.read(connection);
            pollNanos = System.nanoTime() - from;
            polledNanos = System.nanoTime();
            Instant now = clock.instant();
            // The clock was set back: states that had ended by the old clock have not ended now.
            boolean setBack = now.isBefore(readAt);
            if (lost || readAgain || setBack || !now.isBefore(nextEnd) || !newMark.equals(mark)) {
                read(connection, kind, newMark);
                polledNanos = System.nanoTime();
            }
            if (System.nanoTime() - prunedNanos > PRUNE_NANOS) {
                kind.prune(connection);
                prunedNanos = System.nanoTime();
            }
            lost = false;
            if (outage.ends()) {
                DirectoryMessages.databaseBack();
            }
        } catch (SQLException | RuntimeException e) {
            lost = true;
            if (outage.begins()) {
                DirectoryMessages.databaseLost(e);
            }
        }
    }

    /** The mark is older than the rows: a change in between is read twice, but never missed. */
    private void read(Connection connection, ChangeMark kind, String newMark) throws SQLException {
        LongWork.Lifted lifted = longWork.on(connection);
        synchronized (publishing) {
            appliedSince = new ArrayList<>();
        }
        try {
            readAt = clock.instant();
            DirectorySnapshot fresh = reader.read(connection, readAt);
            synchronized (publishing) {
                nextEnd = reader.nextEnd();
                publish(withApplied(fresh, connection), reader.hostAddresses());
            }
        } finally {
            lifted.end();
            synchronized (publishing) {
                appliedSince = null;
            }
        }
        readAgain = kind.isEarly() && !newMark.equals(mark);
        mark = newMark;
    }

    private DirectorySnapshot withApplied(DirectorySnapshot fresh, Connection connection) throws SQLException {
        DirectorySnapshot all = fresh;
        for (ChangedRows each : appliedSince == null ? List.<ChangedRows>of() : appliedSince) {
            all = applied(all, each, connection);
        }
        return all;
    }

    private DirectorySnapshot applied(DirectorySnapshot base, ChangedRows changed, Connection connection)
            throws SQLException {
        DirectorySnapshot next = changeReader.readOver(base, changed, connection, clock.instant());
        if (changeReader.nextEnd().isBefore(nextEnd)) {
            nextEnd = changeReader.nextEnd();
        }
        return next;
    }

    private void publish(DirectorySnapshot next, List<String> addresses) {
        snapshot = next;
        hostAddresses = addresses;
    }

    /**
     * Applies the rows that a committed transaction has changed; when this returns, the next query uses them. Call it
     * outside any transaction. If it fails, the next poll reads the whole directory, as after a change by plain SQL.
     */
    void apply(ChangedRows changed) {
        if (!isLoaded()) {
            return;
        }
        try {
            if (changed.isEverything()) {
                load();
            } else {
                applyRows(changed);
            }
        } catch (SQLException | RuntimeException e) {
            DirectoryMessages.changeNotApplied(e);
        }
    }

    private void applyRows(ChangedRows changed) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            synchronized (publishing) {
                DirectorySnapshot next = applied(snapshot(), changed, connection);
                if (appliedSince != null) {
                    appliedSince.add(changed);
                }
                publish(next, changed.areRules() ? changeReader.hostAddresses() : hostAddresses);
            }
        }
    }
}
