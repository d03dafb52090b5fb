// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.cluster;

import com.github.benmanes.caffeine.jcache.configuration.CaffeineConfiguration;
import com.google.errorprone.annotations.ThreadSafe;
import java.net.URI;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.expiry.Duration;
import javax.cache.expiry.ModifiedExpiryPolicy;
import javax.cache.spi.CachingProvider;

/** Caches in this process: all caches of a single node, and the local caches of a cluster node. */
@ThreadSafe
public final class CaffeineCaches implements CacheFactory {
    /** Named explicitly, so that another provider on the class path is not used. */
    private static final String PROVIDER = "com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider";

    private final CacheManager manager;

    /** Creates a factory; factories of the same {@code name} share their caches. */
    public CaffeineCaches(String name) {
        ClassLoader loader = CaffeineCaches.class.getClassLoader();
        CachingProvider provider = Caching.getCachingProvider(PROVIDER, loader);
        this.manager = provider.getCacheManager(URI.create("sekisho:" + name), loader);
    }

    @Override
    public <K, V> Cache<K, V> open(CacheSpec<K, V> spec) {
        CaffeineConfiguration<K, V> configuration = new CaffeineConfiguration<>();
        configuration.setTypes(spec.keys(), spec.values());
        // Values are immutable, so copying them by serialisation would be useless.
        configuration.setStoreByValue(false);
        if (spec.maxEntries() > 0) {
            configuration.setMaximumSize(OptionalLong.of(spec.maxEntries()));
        }
        configuration.setExpiryPolicyFactory(ModifiedExpiryPolicy.factoryOf(
                new Duration(TimeUnit.SECONDS, spec.ttl().toSeconds())));
        return manager.createCache(spec.name(), configuration);
    }

    @Override
    public boolean isRemote() {
        return false;
    }

    @Override
    public int members() {
        return 1;
    }

    @Override
    public List<ClusterNode> nodes() {
        return List.of();
    }

    @Override
    public List<String> shared() {
        return List.of();
    }

    @Override
    public void onMemberLeft(Runnable reaction) {
        // A single node has no other members.
    }

    @Override
    public void onEntriesLost(Runnable reaction) {
        // Entries are lost only with the process.
    }

    @Override
    public void close() {
        manager.close();
    }
}
