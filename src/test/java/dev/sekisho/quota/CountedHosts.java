// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Meters that a test can read. Safe for use by many threads. */
final class CountedHosts implements HostMeters {
    private final Map<String, Integer> results = new ConcurrentHashMap<>();
    private final Set<HostPool> pools = ConcurrentHashMap.newKeySet();

    @Override
    public void count(String host, String result) {
        results.merge(result, 1, Integer::sum);
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
}
