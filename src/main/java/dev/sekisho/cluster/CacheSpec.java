// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.cluster;

import com.google.errorprone.annotations.Immutable;
import java.time.Duration;

/**
 * What a cache holds and for how long.
 *
 * <p>Keys and values are immutable and {@link java.io.Serializable}.
 *
 * @param name its name; the same on each node
 * @param keys type of the keys
 * @param values type of the values; one that is {@link Mergeable} is merged after a split, of others the one that is
 *     there stays
 * @param most entries in the whole cluster, about: beyond that those used least go; 0 for all that come, in a cluster
 *     {@code sekisho.cluster.counters}
 * @param kept how long an entry is kept after it was last written
 * @param place who sees it
 */
@Immutable
public record CacheSpec<K, V>(String name, Class<K> keys, Class<V> values, int most, Duration kept, Place place) {
    /** Who sees an entry. */
    public enum Place {
        /** This process only: what each node may know by itself. */
        LOCAL,
        /** Every node; asking may cross the network. */
        SHARED
    }
}
