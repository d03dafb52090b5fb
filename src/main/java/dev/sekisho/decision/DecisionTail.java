// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.decision;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Lets a few people watch decisions as they are made.
 *
 * <p>Each watcher has a bounded queue and takes from it in his own time. Who is too slow for it is cut off; deciding
 * never waits.
 *
 * <p>Safe for use by many threads.
 */
public class DecisionTail {
    /** Watchers at a time: people, not programs. */
    public static final int MAX_WATCHERS = 32;

    /** Entries that wait for one watcher. */
    static final int QUEUE_ENTRIES = 1_000;

    private final Set<Watcher> watchers = ConcurrentHashMap.newKeySet();

    /** Whether anybody watches; nothing else is done for a tail that nobody does. */
    boolean isWatched() {
        return !watchers.isEmpty();
    }

    void add(JournalEntry entry) {
        for (Watcher each : watchers) {
            each.add(entry);
        }
    }

    /** Begins to watch what {@code asked} accepts (on the deciding thread: it must be quick); empty if too many do. */
    public Optional<Watcher> watch(Predicate<JournalEntry> asked) {
        synchronized (watchers) {
            if (watchers.size() >= MAX_WATCHERS) {
                return Optional.empty();
            }
            Watcher watcher = new Watcher(asked);
            watchers.add(watcher);
            return Optional.of(watcher);
        }
    }

    /**
     * One who watches.
     *
     * <p>Safe for use by many threads.
     */
    public final class Watcher implements AutoCloseable {
        private final BlockingQueue<JournalEntry> queue = new ArrayBlockingQueue<>(QUEUE_ENTRIES);
        private final Predicate<JournalEntry> asked;

        Watcher(Predicate<JournalEntry> asked) {
            this.asked = asked;
        }

        private void add(JournalEntry entry) {
            if (asked.test(entry) && !queue.offer(entry)) {
                close();
            }
        }

        /** What came since the last call, in its order. */
        public List<JournalEntry> take() {
            List<JournalEntry> taken = new ArrayList<>();
            queue.drainTo(taken);
            return taken;
        }

        /** Whether this watcher was closed, or cut off for being too slow. */
        public boolean isClosed() {
            return !watchers.contains(this);
        }

        @Override
        public void close() {
            watchers.remove(this);
        }
    }
}
