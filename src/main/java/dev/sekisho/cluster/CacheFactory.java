// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.cluster;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.List;
import javax.cache.Cache;

/** Opens Sekisho's caches, in this process or shared in the cluster. */
@ThreadSafe
public interface CacheFactory extends AutoCloseable {
    /** Opens a cache; no other open cache in this process may have its name. */
    <K, V> Cache<K, V> open(CacheSpec<K, V> spec);

    /** Whether access to a shared cache may cross the network; then I/O threads must not access it. */
    boolean isRemote();

    /** Number of nodes that share the caches now, including this one. */
    int members();

    /** The nodes of the cluster, including missing ones; empty on a single node. */
    List<ClusterNode> nodes();

    /** Names of the shared caches, in alphabetical order. */
    List<String> shared();

    /**
     * Registers a reaction to nodes that left or were lost, and to the end of a network split. It runs on a thread of
     * the store and must not block.
     */
    void onMemberLeft(Runnable reaction);

    /**
     * Registers a reaction to the loss of entries of shared caches. It runs on a thread of the store and must not
     * block.
     */
    void onEntriesLost(Runnable reaction);

    /** Leaves the cluster gracefully, so that the other nodes take over all entries. The caches are closed then. */
    @Override
    void close();
}
