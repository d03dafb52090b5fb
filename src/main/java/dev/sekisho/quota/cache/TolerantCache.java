// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.cache;

import javax.cache.Cache;
import javax.cache.processor.EntryProcessor;
import org.jspecify.annotations.Nullable;

/**
 * One cache of the quota service whose failures cost nothing but what it would have remembered: a node of a cluster may
 * go, and mail flows.
 *
 * <p>Safe for use by many threads; blocks as its cache does.
 */
final class TolerantCache<V> {
    private final Cache<String, V> cache;
    private final CacheFailures trouble;

    TolerantCache(Cache<String, V> cache, CacheFailures trouble) {
        this.cache = cache;
        this.trouble = trouble;
    }

    @Nullable
    V get(String key) {
        try {
            V value = cache.get(key);
            trouble.used();
            return value;
        } catch (RuntimeException e) {
            trouble.failed(e);
            return null;
        }
    }

    void put(String key, V value) {
        run(() -> cache.put(key, value));
    }

    void remove(String key) {
        run(() -> cache.remove(key));
    }

    /** Changes an entry in one atomic step, where it is kept. */
    void change(String key, EntryProcessor<String, V, ?> change) {
        run(() -> cache.invoke(key, change));
    }

    private void run(Runnable use) {
        try {
            use.run();
            trouble.used();
        } catch (RuntimeException e) {
            trouble.failed(e);
        }
    }
}
