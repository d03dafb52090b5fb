// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.cache;

import com.github.benmanes.caffeine.jcache.configuration.CaffeineConfiguration;
import java.net.URI;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.expiry.ModifiedExpiryPolicy;

/** The provider of production, a manager of its own for each test; values are kept by value, as a cluster would. */
public final class TestBoundedCaches implements BoundedCaches, AutoCloseable {
    private final CacheManager manager = Caching.getCachingProvider(
                    "com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider")
            .getCacheManager(URI.create("test:" + UUID.randomUUID()), TestBoundedCaches.class.getClassLoader());

    @Override
    public <V> Cache<String, V> open(String name, Class<V> values, int most, Duration kept) {
        CaffeineConfiguration<String, V> configuration = new CaffeineConfiguration<>();
        configuration.setTypes(String.class, values);
        configuration.setStoreByValue(true);
        configuration.setMaximumSize(OptionalLong.of(most));
        configuration.setExpiryPolicyFactory(
                ModifiedExpiryPolicy.factoryOf(new javax.cache.expiry.Duration(TimeUnit.SECONDS, kept.toSeconds())));
        return manager.createCache(name + UUID.randomUUID(), configuration);
    }

    @Override
    public void close() {
        manager.close();
    }
}
