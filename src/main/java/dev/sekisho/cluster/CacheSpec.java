// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.cluster;

import com.google.errorprone.annotations.Immutable;
import java.time.Duration;

/**
 * The entries of a cache: types, maximum number, lifetime, and whether nodes share them.
 *
 * <p>Keys and values are immutable and {@link java.io.Serializable}.
 *
 * @param name the cache's name, identical on all nodes
 * @param keys type of the keys
 * @param values type of the values. After a network split, {@link Mergeable} values are merged; of other values the
 *     existing one stays
 * @param maxEntries approximate maximum in the whole cluster, beyond which the least recently used entries are removed;
 *     0 for no maximum on a single node and {@code sekisho.cluster.counters} in a cluster
 * @param ttl lifetime of an entry after its last write
 * @param place where the entries are visible
 */
@Immutable
public record CacheSpec<K, V>(String name, Class<K> keys, Class<V> values, int maxEntries, Duration ttl, Place place) {
    /** Where an entry is visible. */
    public enum Place {
        /** In this process only. */
        LOCAL,
        /** On all nodes; access may cross the network. */
        SHARED
    }
}
