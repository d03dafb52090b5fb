// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import dev.sekisho.cluster.CacheFactory;
import dev.sekisho.cluster.CaffeineCaches;
import java.util.UUID;

/** The provider of a single node, with a cache manager for one test. Stateless. */
public final class TestCaches {
    private TestCaches() {}

    public static CacheFactory open() {
        return new CaffeineCaches(UUID.randomUUID().toString());
    }
}
