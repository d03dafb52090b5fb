// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.cluster;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.List;
import javax.cache.Cache;

/** The one maker of Sekisho's caches. */
@ThreadSafe
public interface CacheFactory extends AutoCloseable {
    /** Opens a cache; one of this name must not be open yet in this process. */
    <K, V> Cache<K, V> open(CacheSpec<K, V> shape);

    /** Whether shared caches may cross the network, so that no I/O thread may ask them. */
    boolean isRemote();

    /** Nodes that share the caches now, this one included. */
    int members();

    /** The nodes of the cluster, those that are missing too; none where nothing is shared. */
    List<ClusterNode> nodes();

    /** Names of the caches that all nodes share, in alphabetical order. */
    List<String> shared();

    /**
     * Has {@code reaction} run, on a thread of the store that it must not hold, after other nodes left, were lost, or
     * came back from a split.
     */
    void whenMemberLeft(Runnable reaction);

    /**
     * Has {@code reaction} run, on a thread of the store that it must not hold, after entries of shared caches were
     * lost.
     */
    void whenEntriesLost(Runnable reaction);

    /** Leaves the cluster in order, so that the others have all entries; nothing can be asked after this. */
    @Override
    void close();
}
