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
 * Shows decisions live to a few staff.
 *
 * <p>Each watcher has a bounded queue. A watcher that reads too slowly is disconnected; a decision never waits.
 */
@ThreadSafe
public class DecisionTail {
    /** Concurrent watchers. The tail is for people, not for programs. */
    public static final int MAX_WATCHERS = 32;

    /** Watchers of one user, so that one user cannot take all places. */
    public static final int MAX_PER_USER = 4;

    /** Entries that wait for one watcher. */
    static final int QUEUE_ENTRIES = 1_000;

    private final Set<Watcher> watchers = ConcurrentHashMap.newKeySet();

    /** Whether there is a watcher; without one the log creates no entries for the tail. */
    boolean isWatched() {
        return !watchers.isEmpty();
    }

    void add(JournalEntry entry) {
        for (Watcher each : watchers) {
            each.add(entry);
        }
    }

    /**
     * Adds a watcher.
     *
     * @param user name of the staff user
     * @param filter selects entries; runs on the thread of the decision, so it must be fast
     * @return empty if there are {@link #MAX_WATCHERS} watchers already, or {@link #MAX_PER_USER} of this user
     */
    public Optional<Watcher> watch(String user, Predicate<JournalEntry> filter) {
        synchronized (watchers) {
            if (watchers.size() >= MAX_WATCHERS
                    || watchers.stream().filter(each -> each.user.equals(user)).count() >= MAX_PER_USER) {
                return Optional.empty();
            }
            Watcher watcher = new Watcher(user, filter);
            watchers.add(watcher);
            return Optional.of(watcher);
        }
    }

    /** One reader of the tail. */
    @ThreadSafe
    public final class Watcher implements AutoCloseable {
        private final BlockingQueue<JournalEntry> queue = new ArrayBlockingQueue<>(QUEUE_ENTRIES);
        private final String user;
        private final Predicate<JournalEntry> filter;

        Watcher(String user, Predicate<JournalEntry> filter) {
            this.user = user;
            this.filter = filter;
        }

        private void add(JournalEntry entry) {
            if (filter.test(entry) && !queue.offer(entry)) {
                close();
            }
        }

        /** The entries since the last call, in order. */
        public List<JournalEntry> take() {
            List<JournalEntry> taken = new ArrayList<>();
            queue.drainTo(taken);
            return taken;
        }

        /** Whether this watcher was closed, or disconnected because it was too slow. */
        public boolean isClosed() {
            return !watchers.contains(this);
        }

        @Override
        public void close() {
            watchers.remove(this);
        }
    }
}
