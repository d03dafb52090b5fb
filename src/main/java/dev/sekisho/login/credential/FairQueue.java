// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login.credential;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue in which clients take turns, and in which the client with the most entries loses one when another
 * needs its place (longest queue drop): a single client may use the whole queue, and cannot exclude others.
 *
 * <p>Guarded by the lock of its owner.
 */
final class FairQueue<T> {
    private final int places;

    /** Clients in the order of their turns. */
    private final Map<String, ArrayDeque<T>> byClient = new LinkedHashMap<>();

    /** Clients by the number of their entries, to find the longest at once. */
    private final TreeMap<Integer, LinkedHashSet<String>> clients = new TreeMap<>();

    private int size;

    FairQueue(int places) {
        this.places = places;
    }

    int size() {
        return size;
    }

    /**
     * Adds an entry. Returns the entry that has to leave: the newest entry of the client with the most entries, or
     * {@code item} itself; empty for none.
     */
    Optional<T> add(String client, T item) {
        if (size < places) {
            append(client, item);
            return Optional.empty();
        }
        int longest = clients.isEmpty() ? 0 : clients.lastKey();
        // With as many entries it would be the longest itself.
        if (count(client) + 1 >= longest) {
            return Optional.of(item);
        }
        String loser = clients.lastEntry().getValue().iterator().next();
        ArrayDeque<T> line = entries(loser);
        T evicted = line.removeLast();
        moved(loser, line.size() + 1, line.size());
        append(client, item);
        return Optional.of(evicted);
    }

    /** The next entry, of the client whose turn it is; null if there is none. */
    @Nullable
    T poll() {
        if (size == 0) {
            return null;
        }
        String client = byClient.keySet().iterator().next();
        ArrayDeque<T> line = entries(client);
        T next = line.removeFirst();
        byClient.remove(client);
        if (!line.isEmpty()) {
            byClient.put(client, line); // behind all others
        }
        moved(client, line.size() + 1, line.size());
        return next;
    }

    private void append(String client, T item) {
        ArrayDeque<T> line = byClient.computeIfAbsent(client, absent -> new ArrayDeque<>(1));
        line.addLast(item);
        moved(client, line.size() - 1, line.size());
    }

    private ArrayDeque<T> entries(String client) {
        ArrayDeque<T> line = byClient.get(client);
        if (line == null) {
            throw new IllegalStateException("a client of the index has no entries");
        }
        return line;
    }

    private int count(String client) {
        ArrayDeque<T> line = byClient.get(client);
        return line == null ? 0 : line.size();
    }

    private void moved(String client, int from, int to) {
        size += to - from;
        LinkedHashSet<String> old = clients.get(from);
        if (old != null) {
            old.remove(client);
            if (old.isEmpty()) {
                clients.remove(from);
            }
        }
        if (to > 0) {
            clients.computeIfAbsent(to, absent -> new LinkedHashSet<>()).add(client);
        }
    }
}
