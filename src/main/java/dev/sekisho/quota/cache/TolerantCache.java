// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.cache;

import javax.cache.Cache;
import javax.cache.processor.EntryProcessor;
import org.jspecify.annotations.Nullable;

/**
 * A cache of the quota service. A failure of its store counts as a missing entry: a node of the cluster may go without
 * an effect on mail. Blocks as its store does.
 */
final class TolerantCache<V> {
    private final Cache<String, V> cache;
    private final CacheFailures failures;

    TolerantCache(Cache<String, V> cache, CacheFailures failures) {
        this.cache = cache;
        this.failures = failures;
    }

    @Nullable
    V get(String key) {
        try {
            V value = cache.get(key);
            failures.used();
            return value;
        } catch (RuntimeException e) {
            failures.failed(e);
            return null;
        }
    }

    void put(String key, V value) {
        run(() -> cache.put(key, value));
    }

    void remove(String key) {
        run(() -> cache.remove(key));
    }

    /** Changes an entry in one atomic step, on the node that has it. */
    void change(String key, EntryProcessor<String, V, ?> change) {
        run(() -> cache.invoke(key, change));
    }

    private void run(Runnable use) {
        try {
            use.run();
            failures.used();
        } catch (RuntimeException e) {
            failures.failed(e);
        }
    }
}
