// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.snapshot;

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
 * The copy of the directory in memory, and how it follows the database.
 *
 * <p>While the database is away the last copy stays; one line tells when it is lost and one when it is back.
 *
 * <p>A change made through this node is laid over the copy at once by {@link #apply}. A whole reading that runs
 * meanwhile may have begun before the change was committed: what was applied since it began is laid over its outcome
 * too, so it undoes nothing.
 *
 * <p>Safe for use by many threads; whole readings are one at a time, and a change waits for none.
 */
final class SnapshotHolder {
    /**
     * Marks of changes live for ten minutes; deleting the old ones each minute keeps their table small enough to count.
     */
    private static final long PRUNE_NANOS = Duration.ofMinutes(1).toNanos();

    /** A look for changes that takes longer has no answer; a reading of a million accounts takes some seconds. */
    private static final long LONGEST_LOOK_NANOS = Duration.ofSeconds(30).toNanos();

    private final DataSource dataSource;
    private final LongWork longWork;
    private final Clock clock;
    private final Outage outage;
    /** Reads the whole directory. */
    private final SnapshotReader reader;

    /** Guards what is published, and {@link #appliedSince}; never held while the whole directory is read. */
    private final Object publishing = new Object();

    /** Reads the rows that were changed. */
    private final SnapshotReader changeReader;

    /** What was applied since the reading that runs now began; null while none runs. */
    private @Nullable List<ChangedRows> appliedSince;

    private volatile @Nullable DirectorySnapshot snapshot;
    private volatile List<String> hostAddresses = List.of();

    private String mark = "";
    private boolean readAgain;
    private volatile boolean lost;
    private volatile long lookNanos;
    private volatile long lookedNanos = System.nanoTime();
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

    /** @throws IllegalStateException if nothing was loaded yet */
    DirectorySnapshot snapshot() {
        DirectorySnapshot current = snapshot;
        if (current == null) {
            throw new IllegalStateException("the directory is not loaded yet");
        }
        return current;
    }

    /** The addresses of all mail hosts at the last reading. */
    List<String> hostAddresses() {
        return hostAddresses;
    }

    /** Whether the database answered when it was last looked for changes. */
    boolean databaseAnswers() {
        return lookNanos > 0 && !lost && System.nanoTime() - lookedNanos < LONGEST_LOOK_NANOS;
    }

    /** How long the last look took that was answered; 0 before the first. */
    long lookNanos() {
        return lookNanos;
    }

    /** Reads the directory, whether it changed or not. */
    synchronized void load() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            ChangeMark kind = ChangeMark.of(connection);
            read(connection, kind, kind.read(connection));
        }
    }

    /** Reads the directory if it changed since the last reading; trouble is logged, not thrown. */
    synchronized void poll() {
        long from = System.nanoTime();
        try (Connection connection = dataSource.getConnection()) {
            ChangeMark kind = ChangeMark.of(connection);
            String newMark = kind.read(connection);
            lookNanos = System.nanoTime() - from;
            lookedNanos = System.nanoTime();
            Instant now = clock.instant();
            // A clock that was set back: what has ended by the clock of then has not ended now.
            boolean setBack = now.isBefore(readAt);
            if (lost || readAgain || setBack || !now.isBefore(nextEnd) || !newMark.equals(mark)) {
                read(connection, kind, newMark);
                lookedNanos = System.nanoTime();
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

    /** The mark is older than what is read: a change in between is read twice, but never missed. */
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
            all = over(all, each, connection);
        }
        return all;
    }

    private DirectorySnapshot over(DirectorySnapshot base, ChangedRows changed, Connection connection)
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
     * Lays rows over the copy that a committed transaction has changed; when this returns the next question finds them.
     * To be called outside any transaction. Where it fails the follower reads all of it within a second, as for a
     * change by plain SQL.
     */
    void apply(ChangedRows changed) {
        if (!isLoaded()) {
            return;
        }
        try {
            if (changed.isEverything()) {
                load();
            } else {
                lay(changed);
            }
        } catch (SQLException | RuntimeException e) {
            DirectoryMessages.changeNotApplied(e);
        }
    }

    private void lay(ChangedRows changed) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            synchronized (publishing) {
                DirectorySnapshot next = over(snapshot(), changed, connection);
                if (appliedSince != null) {
                    appliedSince.add(changed);
                }
                publish(next, changed.areRules() ? changeReader.hostAddresses() : hostAddresses);
            }
        }
    }
}
