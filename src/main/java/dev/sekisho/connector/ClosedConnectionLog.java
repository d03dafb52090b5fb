// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.connector;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Logs closed connections, at most one line a minute for each reason and peer address; the next line counts the omitted
 * ones.
 *
 * <p>At most {@value #MAX_ENTRIES} lines a minute in total, and as many entries in memory: further peers are only
 * counted, because a hostile network has an unlimited number of addresses.
 */
@ThreadSafe
final class ClosedConnectionLog {
    /** More than the Postfix hosts of most sites, and few enough lines a minute for any log. */
    static final int MAX_ENTRIES = 256;

    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

    private record Key(CloseReason reason, String peer) {}

    private static final class Entry {
        private final long loggedNanos;
        private int suppressed;

        Entry(long loggedNanos) {
            this.loggedNanos = loggedNanos;
        }
    }

    private final String name;
    private final LongSupplier nanoClock;

    /** In the order in which they were last logged. */
    private final Map<Key, Entry> entries = new LinkedHashMap<>();

    /** Closed connections without an entry since the last line. */
    private int omitted;

    ClosedConnectionLog(String name, LongSupplier nanoClock) {
        this.name = name;
        this.nanoClock = nanoClock;
    }

    /**
     * Logs or counts a closed connection.
     *
     * @param reason the reason
     * @param peer literal address of the peer
     * @param detail more text, safe to log; or empty
     */
    void record(CloseReason reason, String peer, String detail) {
        String repeated;
        synchronized (this) {
            long now = nanoClock.getAsLong();
            Key key = new Key(reason, peer);
            Entry entry = entries.get(key);
            if (entry != null && now - entry.loggedNanos < QUIET_NANOS) {
                entry.suppressed++;
                return;
            }
            entries.remove(key);
            if (entries.size() >= MAX_ENTRIES && !dropOldest(now)) {
                omitted++;
                return;
            }
            entries.put(key, new Entry(now));
            repeated = repeated(entry);
        }
        String suffix = detail.isEmpty() ? "" : ": " + detail;
        if (reason.isServerFault()) {
            ConnectorMessages.requestNotAnswered(name, peer, reason.text(), suffix, repeated);
        } else {
            ConnectorMessages.connectionClosed(name, peer, reason.text(), suffix, repeated);
        }
    }

    /** Removes the oldest entry if it is older than a minute; what it suppressed moves to the common count. */
    private boolean dropOldest(long now) {
        Iterator<Entry> oldest = entries.values().iterator();
        Entry entry = oldest.next();
        if (now - entry.loggedNanos < QUIET_NANOS) {
            return false;
        }
        omitted += entry.suppressed;
        oldest.remove();
        return true;
    }

    private String repeated(@Nullable Entry previous) {
        String same = previous == null || previous.suppressed == 0
                ? ""
                : "; " + previous.suppressed + " more of this kind since the last line";
        String others = omitted == 0 ? "" : "; " + omitted + " more from other peers not logged";
        omitted = 0;
        return same + others;
    }
}
