// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.decision;

import com.google.errorprone.annotations.ThreadSafe;
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
 */
@ThreadSafe
public class DecisionTail {
    /** Watchers at a time: people, not programs. */
    public static final int MAX_WATCHERS = 32;

    /** Watchers of one user: all places must not be one person's. */
    public static final int MAX_OF_A_USER = 4;

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

    /**
     * Begins to watch.
     *
     * @param user who watches
     * @param asked what to see; it is called on the deciding thread, so it must be quick
     * @return empty if {@link #MAX_WATCHERS} watch already, or {@link #MAX_OF_A_USER} of this user
     */
    public Optional<Watcher> watch(String user, Predicate<JournalEntry> asked) {
        synchronized (watchers) {
            if (watchers.size() >= MAX_WATCHERS
                    || watchers.stream().filter(each -> each.user.equals(user)).count() >= MAX_OF_A_USER) {
                return Optional.empty();
            }
            Watcher watcher = new Watcher(user, asked);
            watchers.add(watcher);
            return Optional.of(watcher);
        }
    }

    /** One who watches. */
    @ThreadSafe
    public final class Watcher implements AutoCloseable {
        private final BlockingQueue<JournalEntry> queue = new ArrayBlockingQueue<>(QUEUE_ENTRIES);
        private final String user;
        private final Predicate<JournalEntry> asked;

        Watcher(String user, Predicate<JournalEntry> asked) {
            this.user = user;
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
