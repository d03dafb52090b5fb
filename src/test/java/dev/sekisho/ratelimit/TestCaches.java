// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ratelimit;

import java.net.URI;
import java.util.UUID;
import javax.cache.CacheManager;
import javax.cache.Caching;

/** The provider of production, with a cache manager for one test. Stateless. */
final class TestCaches {
    private TestCaches() {}

    static CacheManager open() {
        return Caching.getCachingProvider("com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider")
                .getCacheManager(URI.create("test:" + UUID.randomUUID()), TestCaches.class.getClassLoader());
    }
}
