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

/** Caches in this process: a single node's, and in a cluster those that each node has for itself. */
@ThreadSafe
public final class CaffeineCaches implements CacheFactory {
    /** Named, so that another provider on the class path is no surprise. */
    private static final String PROVIDER = "com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider";

    private final CacheManager manager;

    /** Makes a maker; two with the same {@code name} are one. */
    public CaffeineCaches(String name) {
        ClassLoader loader = CaffeineCaches.class.getClassLoader();
        CachingProvider provider = Caching.getCachingProvider(PROVIDER, loader);
        this.manager = provider.getCacheManager(URI.create("sekisho:" + name), loader);
    }

    @Override
    public <K, V> Cache<K, V> open(CacheSpec<K, V> shape) {
        CaffeineConfiguration<K, V> configuration = new CaffeineConfiguration<>();
        configuration.setTypes(shape.keys(), shape.values());
        // Values are immutable: a copy by serialisation for each would buy nothing.
        configuration.setStoreByValue(false);
        if (shape.most() > 0) {
            configuration.setMaximumSize(OptionalLong.of(shape.most()));
        }
        configuration.setExpiryPolicyFactory(ModifiedExpiryPolicy.factoryOf(
                new Duration(TimeUnit.SECONDS, shape.kept().toSeconds())));
        return manager.createCache(shape.name(), configuration);
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
    public void whenMemberLeft(Runnable reaction) {
        // There is no other.
    }

    @Override
    public void whenEntriesLost(Runnable reaction) {
        // They are lost with the process.
    }

    @Override
    public void close() {
        manager.close();
    }
}
