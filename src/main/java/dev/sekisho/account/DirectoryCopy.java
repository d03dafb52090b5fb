// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.account;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The copy of the directory in memory, and how it follows the database.
 *
 * <p>While the database is away the last copy stays; one line tells when it is lost and one when it is back.
 *
 * <p>Safe for use by many threads; readings are one at a time.
 */
final class DirectoryCopy {
    /** Marks of changes live for ten minutes; deleting the old ones each minute keeps their table small enough to count. */
    private static final long PRUNE_NANOS = Duration.ofMinutes(1).toNanos();

    private final DataSource dataSource;
    private final Clock clock;
    private final SnapshotReader reader;
    private volatile @Nullable DirectorySnapshot snapshot;
    private volatile List<String> hostAddresses = List.of();

    private String mark = "";
    private boolean readAgain;
    private volatile boolean lost;
    private volatile long lookNanos;
    private long prunedNanos = System.nanoTime();

    DirectoryCopy(DataSource dataSource, String delimiters, Clock clock) {
        this.dataSource = dataSource;
        this.clock = clock;
        this.reader = new SnapshotReader(delimiters);
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
        return lookNanos > 0 && !lost;
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
            if (lost || readAgain || !clock.instant().isBefore(reader.nextEnd()) || !newMark.equals(mark)) {
                read(connection, kind, newMark);
            }
            if (System.nanoTime() - prunedNanos > PRUNE_NANOS) {
                kind.prune(connection);
                prunedNanos = System.nanoTime();
            }
            if (lost) {
                lost = false;
                AccountMessages.databaseBack();
            }
        } catch (SQLException | RuntimeException e) {
            if (!lost) {
                lost = true;
                AccountMessages.databaseLost(e);
            }
        }
    }

    /** The mark is older than what is read: a change in between is read twice, but never missed. */
    private void read(Connection connection, ChangeMark kind, String newMark) throws SQLException {
        snapshot = reader.read(connection, clock.instant());
        hostAddresses = reader.hostAddresses();
        readAgain = kind.isEarly() && !newMark.equals(mark);
        mark = newMark;
    }
}
