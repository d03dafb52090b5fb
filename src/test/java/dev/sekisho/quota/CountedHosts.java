// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Meters that a test can read. Safe for use by many threads. */
final class CountedHosts implements HostMeters {
    private final Map<String, Integer> results = new ConcurrentHashMap<>();
    private final List<Long> times = new CopyOnWriteArrayList<>();
    private final Set<HostPool> pools = ConcurrentHashMap.newKeySet();

    @Override
    public void count(String host, String result) {
        results.merge(result, 1, Integer::sum);
    }

    @Override
    public void took(String host, long nanos) {
        times.add(nanos);
    }

    @Override
    public void watch(HostPool pool) {
        pools.add(pool);
    }

    @Override
    public void forget(HostPool pool) {
        pools.remove(pool);
    }

    /** Questions by result, over all hosts. */
    Map<String, Integer> results() {
        return results;
    }

    /** The pools that are watched. */
    Set<HostPool> pools() {
        return pools;
    }

    /** How long each question took, in nanoseconds. */
    List<Long> times() {
        return times;
    }
}
