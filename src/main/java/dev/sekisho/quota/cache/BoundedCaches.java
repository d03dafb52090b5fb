// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.cache;

import com.google.errorprone.annotations.ThreadSafe;
import java.time.Duration;
import java.util.concurrent.Executor;
import javax.cache.Cache;

/**
 * Where the quota service keeps what it remembers: JCaches with a bound, which the specification itself does not know.
 *
 * <p>Keys and values are immutable and {@link java.io.Serializable}, so that a provider may keep them on other nodes.
 */
@ThreadSafe
@FunctionalInterface
public interface BoundedCaches {
    /**
     * Opens a cache.
     *
     * @param most entries, about: beyond that those used least go
     * @param kept how long an entry is kept after it was last written
     */
    <V> Cache<String, V> open(String name, Class<V> values, int most, Duration kept);

    /**
     * Where the caches may be used: in this process at once, on the caller's thread; of caches on other nodes a pool
     * that may wait for the network, with a bounded line, for neither Postfix's nor a mail host's connections may.
     *
     * <p>A question that it refuses passes.
     */
    default Executor executor() {
        return Runnable::run;
    }
}
