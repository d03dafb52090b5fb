// SPDX-License-Identifier: Apache-2.0
/**
 * Where Sekisho's caches live: in this process, or spread over the nodes of a cluster.
 *
 * <p>{@link dev.sekisho.cluster.CacheFactory} is the one maker of caches. Without {@code sekisho.cluster.members} they
 * are Caffeine's, asked on the thread that needs them. With it this node is a Hazelcast member that finds the others by
 * that list alone, shared caches keep each entry on two nodes, and {@link dev.sekisho.cluster.RemoteStoreExecutor}
 * keeps I/O threads away from the network.
 *
 * <p>SECURITY: the member port has no authentication and no encryption: whoever reaches it can read and change
 * counters. Bind it to a private network. What may be deserialised is a list of our own values and the JDK's plain
 * ones. The cluster's name is derived from {@code sekisho.cluster.secret}, slowly
 * ({@link dev.sekisho.cluster.ClusterSecret}), as whoever connects is told it: a stranger's member is refused, but that
 * is no protection against an attacker.
 *
 * <p>DIAGNOSTICS: SKS0901I to SKS0910W tell who joined, left, was lost, and a split that has healed; SKS0906W when a
 * service's counters do not answer (its documented direction is taken, mail flows). Metrics {@code sekisho_cluster_*}.
 *
 * <p>BUGS: in a network split each side admits up to the limit; when it heals, of each slot of a window the larger
 * count stays. Two nodes that die within the second that a backup takes to be made anew lose what they alone held; the
 * database gives it back up to its last write.
 *
 * <p>SEE ALSO: docs/adr/0008-hazelcast-for-a-cluster.md, docs/operations.md; JSR 107; the Hazelcast 5 manual.
 */
@NullMarked
package dev.sekisho.cluster;

import org.jspecify.annotations.NullMarked;
