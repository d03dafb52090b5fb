// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.sendlimit.counter.LimitedCounter;
import dev.sekisho.sendlimit.counter.Reservation;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The message under way on each connection of Postfix, so that its reservation can be released when the next message
 * begins or the connection ends. A reservation that is not released expires.
 *
 * <p>Requests of one connection come one after the other.
 */
@ThreadSafe
final class OpenTransactions {
    private static final long SWEEP_MILLIS = 60_000;

    /** A message under way and the counters with its reservations. */
    record Open(long transaction, List<LimitedCounter> counters, long sinceMillis) {}

    private final Map<Long, Open> byConnection = new ConcurrentHashMap<>();
    /** The connection of the last request of a message: Postfix repeats a request on another connection. */
    private final Map<Long, Long> connectionOf = new ConcurrentHashMap<>();

    private final Clock clock;
    private volatile long sweptMillis;

    OpenTransactions(Clock clock) {
        this.clock = clock;
    }

    /**
     * Records the reservation of a message.
     *
     * @param connection 0 if it is not known: nothing is recorded then
     */
    void reserved(long connection, long transaction, List<LimitedCounter> counters) {
        if (connection != 0) {
            long now = clock.millis();
            byConnection.put(connection, new Open(transaction, counters, now));
            connectionOf.put(transaction, connection);
            sweep(now);
        }
    }

    /**
     * The earlier message of a connection if another message has begun there and no other connection continues the
     * earlier one; else null.
     */
    @Nullable
    Open replaced(long connection, long transaction) {
        Open open = byConnection.get(connection);
        return open == null || open.transaction == transaction ? null : ended(connection);
    }

    /** The message of a connection that has ended, if no other connection continues it; else null. */
    @Nullable
    Open ended(long connection) {
        Open open = byConnection.remove(connection);
        return open != null && connectionOf.remove(open.transaction, connection) ? open : null;
    }

    /** A message was counted or refused as a whole: nothing remains to be released. */
    void settled(long connection, long transaction) {
        Open open = byConnection.get(connection);
        if (open != null && open.transaction == transaction) {
            byConnection.remove(connection);
        }
        if (!connectionOf.isEmpty()) {
            connectionOf.remove(transaction);
        }
    }

    /** The entries of the larger map: each message under way has one in both. */
    int size() {
        return Math.max(byConnection.size(), connectionOf.size());
    }

    /** Removes messages whose reservations have expired. */
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
