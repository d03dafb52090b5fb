// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The counters that are in the journal, and newer there than in their rows, in the order of their first record.
 *
 * <p>Confined to the writer's lock; {@link #size} may be read by any thread.
 */
final class LaggingRows {
    /** The records of one second. */
    private record Second(long firstRecord, long nanos) {}

    private final Map<String, Second> keys = new LinkedHashMap<>();
    private volatile int size;

    /**
     * Adds counters.
     *
     * @param firstRecord the first record that contains them
     * @param nanos the present time of {@link System#nanoTime}
     */
    void add(Collection<String> journaled, long firstRecord, long nanos) {
        Second second = new Second(firstRecord, nanos);
        for (String key : journaled) {
            keys.putIfAbsent(key, second);
        }
        size = keys.size();
    }

    /** Up to {@code most} counters that were added at {@code nanos} or before, oldest first. */
    List<String> until(long nanos, int most) {
        List<String> due = new ArrayList<>();
        Iterator<Map.Entry<String, Second>> each = keys.entrySet().iterator();
        while (each.hasNext() && due.size() < most) {
            Map.Entry<String, Second> oldest = each.next();
            if (oldest.getValue().nanos - nanos > 0) {
                break;
            }
            due.add(oldest.getKey());
        }
        return due;
    }

    /** Removes counters whose rows are written. */
    void remove(Collection<String> written) {
        written.forEach(keys::remove);
        size = keys.size();
    }

    /** The first record that is still needed; {@code next} if none is. */
    long firstRecord(long next) {
        Iterator<Second> oldest = keys.values().iterator();
        return oldest.hasNext() ? oldest.next().firstRecord : next;
    }

    int size() {
        return size;
    }
}
