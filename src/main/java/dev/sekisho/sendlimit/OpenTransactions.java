// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit;

import dev.sekisho.sendlimit.counter.LimitedCounter;
import dev.sekisho.sendlimit.counter.Reservation;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which message is under way on which connection of Postfix, so that what it has reserved can be given back when the
 * next one begins or the connection ends.
 *
 * <p>What is not given back that way ends by itself. Safe for use by many threads, one at a time for the same
 * connection.
 */
final class OpenTransactions {
    private static final long SWEEP_MILLIS = 60_000;

    /** A message under way and the counters that hold something for it. */
    record Open(long transaction, List<LimitedCounter> claims, long sinceMillis) {}

    private final Map<Long, Open> byConnection = new ConcurrentHashMap<>();
    /** The connection that asked last about a message: one that Postfix repeats goes on, on another connection. */
    private final Map<Long, Long> connectionOf = new ConcurrentHashMap<>();

    private final Clock clock;
    private volatile long sweptMillis;

    OpenTransactions(Clock clock) {
        this.clock = clock;
    }

    /**
     * A message has reserved on a connection.
     *
     * @param connection 0 where it is not known: nothing is kept then
     */
    void reserved(long connection, long transaction, List<LimitedCounter> claims) {
        if (connection != 0) {
            long now = clock.millis();
            byConnection.put(connection, new Open(transaction, claims, now));
            connectionOf.put(transaction, connection);
            sweep(now);
        }
    }

    /**
     * The message that was under way on a connection, if another is now and nobody else goes on with it; null if not.
     */
    @Nullable
    Open replaced(long connection, long transaction) {
        Open open = byConnection.get(connection);
        return open == null || open.transaction == transaction ? null : ended(connection);
    }

    /** The message that was under way on a connection that has ended, if nobody else goes on with it; null if not. */
    @Nullable
    Open ended(long connection) {
        Open open = byConnection.remove(connection);
        return open != null && connectionOf.remove(open.transaction, connection) ? open : null;
    }

    /** A message was counted or refused as a whole: there is nothing to give back. */
    void settled(long connection, long transaction) {
        Open open = byConnection.get(connection);
        if (open != null && open.transaction == transaction) {
            byConnection.remove(connection);
        }
        if (!connectionOf.isEmpty()) {
            connectionOf.remove(transaction);
        }
    }

    int size() {
        return byConnection.size();
    }

    /** What has ended by itself in the counters needs no remembering here. */
    private void sweep(long nowMillis) {
        if (Math.abs(nowMillis - sweptMillis) < SWEEP_MILLIS) {
            return;
        }
        sweptMillis = nowMillis;
        long oldest = nowMillis - Reservation.TIMEOUT_SECONDS * 1000L;
        byConnection.forEach((connection, open) -> {
            boolean ahead = open.sinceMillis > nowMillis + SWEEP_MILLIS;
            if ((open.sinceMillis < oldest || ahead) && byConnection.remove(connection, open)) {
                connectionOf.remove(open.transaction, connection);
            }
        });
    }
}
