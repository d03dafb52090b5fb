// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.cache;

import com.google.errorprone.annotations.ThreadSafe;
import java.time.Duration;
import java.util.concurrent.Executor;
import javax.cache.Cache;

/**
 * Opens the caches of the quota service: JCaches with a bound, which the specification does not have.
 *
 * <p>Keys and values are immutable and {@link java.io.Serializable}, so that a provider may keep them on other nodes.
 */
@ThreadSafe
@FunctionalInterface
public interface BoundedCaches {
    /**
     * Opens a cache.
     *
     * @param most about the most entries; beyond it the least used are removed
     * @param kept how long an entry is kept after it was last written
     */
    <V> Cache<String, V> open(String name, Class<V> values, int most, Duration kept);

    /**
     * The executor for the use of the caches: the caller's thread for caches in this process; for caches on other nodes
     * a pool with a bounded queue, because no connection of Postfix or a mail host may wait for the network.
     *
     * <p>Mail whose task is rejected passes.
     */
    default Executor executor() {
        return Runnable::run;
    }
}
