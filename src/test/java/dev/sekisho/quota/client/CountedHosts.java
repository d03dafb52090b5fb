// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.client;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Metrics that a test can read. */
@ThreadSafe
public final class CountedHosts implements HostMetrics {
    private final Map<String, Integer> results = new ConcurrentHashMap<>();
    private final List<Long> times = new CopyOnWriteArrayList<>();
    private final Set<ConnectionPool> pools = ConcurrentHashMap.newKeySet();

    @Override
    public void count(String host, String result) {
        results.merge(result, 1, Integer::sum);
    }

    @Override
    public void took(String host, long nanos) {
        times.add(nanos);
    }

    @Override
    public void watch(ConnectionPool pool) {
        pools.add(pool);
    }

    @Override
    public void forget(ConnectionPool pool) {
        pools.remove(pool);
    }

    /** Requests by result, over all hosts. */
    public Map<String, Integer> results() {
        return results;
    }

    /** The pools that are watched. */
    public Set<ConnectionPool> pools() {
        return pools;
    }

    /** How long each request took, in nanoseconds. */
    public List<Long> times() {
        return times;
    }
}
