// SPDX-License-Identifier: Apache-2.0
/**
 * Sekisho's caches, in this process or distributed over the nodes of a cluster.
 *
 * <p>{@link dev.sekisho.cluster.CacheFactory} opens all caches. Without {@code sekisho.cluster.members} they are
 * Caffeine caches, accessed on the calling thread. With it, this node is a Hazelcast member that finds the others by
 * that list only, shared caches keep each entry on two nodes, and {@link dev.sekisho.cluster.RemoteStoreExecutor} keeps
 * network access off the I/O threads.
 *
 * <p>SECURITY: The member port has neither authentication nor encryption: any client that reaches it can read and
 * change counters. Bind it to a private network. Deserialisation is limited to Sekisho's values and plain classes of
 * JCache, Hazelcast and the JDK. The cluster's name is derived from {@code sekisho.cluster.secret} by a slow function
 * ({@link dev.sekisho.cluster.ClusterSecret}), because the port sends it to any client. The name keeps out members of
 * other clusters; it does not stop an attacker.
 *
 * <p>DIAGNOSTICS: SKS0901I to SKS0911E for joins, departures, losses and healed splits; SKS0906W if a service's
 * counters do not answer (it uses its documented fallback, and mail flows). Metrics {@code sekisho_cluster_*}.
 *
 * <p>BUGS: In a network split each side admits up to the limit; when it heals, the larger count of each slot of a
 * window stays. If two nodes fail within the second in which a backup is rebuilt, entries that only these two had are
 * lost; the database restores them up to its last write.
 *
 * <p>SEE ALSO: docs/adr/0008-hazelcast-for-a-cluster.md, docs/operations.md; JSR 107; the Hazelcast 5 manual.
 */
@NullMarked
package dev.sekisho.cluster;

import org.jspecify.annotations.NullMarked;
