// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import com.github.benmanes.caffeine.jcache.configuration.CaffeineConfiguration;
import dev.sekisho.quota.BoundedCaches;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.expiry.ModifiedExpiryPolicy;

/**
 * Caches with a bound, in this process: the specification leaves bounds to the provider.
 *
 * <p>Safe for use by many threads.
 */
final class CaffeineCaches implements BoundedCaches {
    private final CacheManager caches;

    CaffeineCaches(CacheManager caches) {
        this.caches = caches;
    }

    @Override
    public <V> Cache<String, V> open(String name, Class<V> values, int most, Duration kept) {
        CaffeineConfiguration<String, V> configuration = new CaffeineConfiguration<>();
        configuration.setTypes(String.class, values);
        // Values are immutable: a copy by serialisation for each would buy nothing.
        configuration.setStoreByValue(false);
        configuration.setMaximumSize(OptionalLong.of(most));
        configuration.setExpiryPolicyFactory(
                ModifiedExpiryPolicy.factoryOf(new javax.cache.expiry.Duration(TimeUnit.SECONDS, kept.toSeconds())));
        return caches.createCache(name, configuration);
    }
}
