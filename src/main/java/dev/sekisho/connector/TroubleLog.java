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
 * The log lines about closed connections, at most one for each cause, peer address and minute; the next line tells how
 * many were left out.
 *
 * <p>At most {@value #MAX_ENTRIES} lines a minute in all, and as many entries of memory: peers beyond that are only
 * counted, since a hostile network has addresses without end.
 */
@ThreadSafe
final class TroubleLog {
    /** More Postfix hosts than most sites have, few enough lines a minute for any log. */
    static final int MAX_ENTRIES = 256;

    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

    private record Key(Trouble trouble, String peer) {}

    private static final class Entry {
        private final long loggedNanos;
        private int suppressed;

        Entry(long loggedNanos) {
            this.loggedNanos = loggedNanos;
        }
    }

    private final String name;
    private final LongSupplier nanoClock;

    /** In the order of their last lines. */
    private final Map<Key, Entry> entries = new LinkedHashMap<>();

    /** Troubles without an entry since the last line of any kind. */
    private int uncounted;

    TroubleLog(String name, LongSupplier nanoClock) {
        this.name = name;
        this.nanoClock = nanoClock;
    }

    /**
     * Logs or counts a trouble.
     *
     * @param trouble the cause
     * @param peer literal address of the peer
     * @param detail more words, safe to log; or empty
     */
    void record(Trouble trouble, String peer, String detail) {
        String repeated;
        synchronized (this) {
            long now = nanoClock.getAsLong();
            Key key = new Key(trouble, peer);
            Entry entry = entries.get(key);
            if (entry != null && now - entry.loggedNanos < QUIET_NANOS) {
                entry.suppressed++;
                return;
            }
            entries.remove(key);
            if (entries.size() >= MAX_ENTRIES && !dropEldest(now)) {
                uncounted++;
                return;
            }
            entries.put(key, new Entry(now));
            repeated = repeated(entry);
        }
        String words = detail.isEmpty() ? "" : ": " + detail;
        if (trouble.isOurs()) {
            ConnectorMessages.requestNotAnswered(name, peer, trouble.text(), words, repeated);
        } else {
            ConnectorMessages.connectionClosed(name, peer, trouble.text(), words, repeated);
        }
    }

    /** Makes room, if the eldest line is old enough to be forgotten; what it left out goes to the common count. */
    private boolean dropEldest(long now) {
        Iterator<Entry> eldest = entries.values().iterator();
        Entry entry = eldest.next();
        if (now - entry.loggedNanos < QUIET_NANOS) {
            return false;
        }
        uncounted += entry.suppressed;
        eldest.remove();
        return true;
    }

    private String repeated(@Nullable Entry previous) {
        String same = previous == null || previous.suppressed == 0
                ? ""
                : "; " + previous.suppressed + " more like this since the last line";
        String others = uncounted == 0 ? "" : "; " + uncounted + " more of other peers without a line";
        uncounted = 0;
        return same + others;
    }
}
