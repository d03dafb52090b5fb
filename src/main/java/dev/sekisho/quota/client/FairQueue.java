// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The requests that wait for a connection to one mail host, in a queue for each SMTP client.
 *
 * <p>Clients take turns, so a client with one request never waits behind hundreds of another. A full queue accepts a
 * request of a client that has fewer than the longest, and gives up the newest of the longest. A single client may use
 * the whole queue.
 *
 * <p>Guarded by the lock of its {@link ConnectionPool}.
 */
final class FairQueue {
    private final int capacity;

    /** Requests whose connection ended: they have waited before and go first. */
    private final Deque<QuotaRequest> again = new ArrayDeque<>(1);

    /** Clients in the order of their turns; none is empty. */
    private final Map<String, Deque<QuotaRequest>> clients = new LinkedHashMap<>();

    private int size;

    FairQueue(int capacity) {
        this.capacity = capacity;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** The requests before the next one of this client: each other client has as many turns. */
    int ahead(String client) {
        int turns = lengthOf(client);
        int ahead = again.size();
        for (Deque<QuotaRequest> each : clients.values()) {
            ahead += Math.min(each.size(), turns + 1);
        }
        return ahead;
    }

    /** Whether there is room for a request of this client, perhaps after {@link #makeRoom}. */
    boolean takes(String client) {
        return size < capacity || longest() > lengthOf(client) + 1;
    }

    /** Adds a request at the end of the queue of its client. */
    void add(QuotaRequest request) {
        clients.computeIfAbsent(request.client(), absent -> new ArrayDeque<>(1)).addLast(request);
        size++;
    }

    /** Removes the newest request of the longest queue if all is full; null if it is not. */
    @Nullable
    QuotaRequest makeRoom() {
        if (size < capacity) {
            return null;
        }
        Deque<QuotaRequest> longest = null;
        for (Deque<QuotaRequest> each : clients.values()) {
            if (longest == null || each.size() > longest.size()) {
                longest = each;
            }
        }
        QuotaRequest givenUp = longest == null ? null : longest.pollLast();
        if (givenUp != null) {
            size--;
        }
        return givenUp;
    }

    /** Adds a request in front of all: it was sent before. */
    void addFirst(QuotaRequest request) {
        again.addFirst(request);
        size++;
    }

    /** The next request, of the client whose turn it is; null if none waits. */
    @Nullable
    QuotaRequest poll() {
        if (size == 0) {
            return null;
        }
        size--;
        QuotaRequest first = again.pollFirst();
        if (first != null) {
            return first;
        }
        Iterator<Map.Entry<String, Deque<QuotaRequest>>> turns =
                clients.entrySet().iterator();
        Map.Entry<String, Deque<QuotaRequest>> turn = turns.next();
        String client = turn.getKey();
        Deque<QuotaRequest> queue = turn.getValue();
        QuotaRequest next = queue.removeFirst();
        turns.remove();
        if (!queue.isEmpty()) {
            clients.put(client, queue); // behind the others
        }
        return next;
    }

    /** Removes the requests that have waited too long. */
    List<QuotaRequest> removeLate(long nowNanos) {
        List<QuotaRequest> late = new ArrayList<>();
        again.removeIf(request -> request.isLate(nowNanos) && late.add(request));
        clients.values().forEach(queue -> queue.removeIf(request -> request.isLate(nowNanos) && late.add(request)));
        clients.values().removeIf(Deque::isEmpty);
        size -= late.size();
        return late;
    }

    /** Removes all requests. */
    List<QuotaRequest> removeAll() {
        List<QuotaRequest> all = new ArrayList<>(again);
        clients.values().forEach(all::addAll);
        again.clear();
        clients.clear();
        size = 0;
        return all;
    }

    private int lengthOf(String client) {
        Deque<QuotaRequest> queue = clients.get(client);
        return queue == null ? 0 : queue.size();
    }

    private int longest() {
        int longest = 0;
        for (Deque<QuotaRequest> each : clients.values()) {
            longest = Math.max(longest, each.size());
        }
        return longest;
    }
}
