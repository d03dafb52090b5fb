// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.cluster;

import com.google.errorprone.annotations.ThreadSafe;
import com.hazelcast.cache.HazelcastCachingProvider;
import com.hazelcast.cache.HazelcastMemberCachingProvider;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.config.CacheConfig;
import com.hazelcast.config.Config;
import com.hazelcast.config.EvictionConfig;
import com.hazelcast.config.EvictionPolicy;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.MaxSizePolicy;
import com.hazelcast.config.MergePolicyConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import dev.sekisho.net.HostPort;
import dev.sekisho.settings.Version;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.expiry.Duration;
import javax.cache.expiry.ModifiedExpiryPolicy;
import javax.cache.spi.CachingProvider;

/** Caches of a cluster node: shared ones in Hazelcast, with each entry on two nodes; local ones in this process. */
@ThreadSafe
public final class HazelcastCaches implements CacheFactory {
    /** Entries in a batch when a split heals. */
    private static final int MERGE_BATCH = 100;

    /** Maximum entries of a cache without its own maximum. */
    private final int unbounded;

    private final CaffeineCaches local;
    private final HazelcastInstance member;
    private final CacheManager manager;
    private final ClusterNodes nodes;
    private final Set<String> shared = new ConcurrentSkipListSet<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    private HazelcastCaches(ClusterConfig config, HazelcastInstance member, Clock clock) {
        this.unbounded = config.counters();
        this.nodes = new ClusterNodes(config.members(), clock);
        ClassLoader loader = HazelcastCaches.class.getClassLoader();
        this.local = new CaffeineCaches(config.address() + ":" + config.port());
        this.member = member;
        // Created, not looked up, so that another provider on the class path is not used, and two members in one
        // process stay separate.
        CachingProvider provider = new HazelcastMemberCachingProvider();
        this.manager = provider.getCacheManager(
                provider.getDefaultURI(), loader, HazelcastCachingProvider.propertiesByInstanceItself(member));
    }

    /** Like {@link #join}; if this node cannot be a member, logs the reason and returns empty. */
    public static Optional<CacheFactory> tryJoin(ClusterConfig config, Clock clock) {
        Optional<String> obstacle = MemberPort.obstacle(config.address(), config.port());
        if (obstacle.isPresent()) {
            ClusterMessages.cannotJoin(config.address() + ":" + config.port(), obstacle.get());
            return Optional.empty();
        }
        try {
            return Optional.of(join(config, clock));
        } catch (RuntimeException e) {
            ClusterMessages.cannotJoin(config.address() + ":" + config.port(), String.valueOf(e));
            return Optional.empty();
        }
    }

    /**
     * Joins the cluster, or starts it; takes seconds. Throws Hazelcast's exception if the member port cannot be bound.
     */
    public static HazelcastCaches join(ClusterConfig config, Clock clock) {
        ClusterMessages.silenceStore();
        Config hazelcast = MemberConfig.of(config);
        ClusterNodes.setAttributes(hazelcast, Version.text(), clock.instant());
        HazelcastInstance member = Hazelcast.newHazelcastInstance(hazelcast);
        try {
            HazelcastCaches caches = new HazelcastCaches(config, member, clock);
            caches.logMembership(config);
            return caches;
        } catch (RuntimeException e) {
            member.shutdown();
            throw e;
        }
    }

    private void logMembership(ClusterConfig config) {
        ClusterMessages.started(config.address() + ":" + config.port(), members());
        if (members() == 1 && config.members().size() > 1) {
            ClusterMessages.alone(
                    config.members().stream().map(HostPort::toString).collect(Collectors.joining(", ")));
        }
        member.getCluster().addMembershipListener(new MembershipListener() {
            @Override
            public void memberAdded(MembershipEvent event) {
                ClusterMessages.joined(
                        event.getMember().getAddress().toString(),
                        event.getMembers().size());
            }

            @Override
            public void memberRemoved(MembershipEvent event) {
                nodes.left(event.getMember());
                ClusterMessages.left(
                        event.getMember().getAddress().toString(),
                        event.getMembers().size());
            }
        });
        member.getLifecycleService().addLifecycleListener(event -> {
            if (event.getState() == LifecycleState.MERGED) {
                ClusterMessages.merged();
            }
        });
    }

    @Override
    public <K, V> Cache<K, V> open(CacheSpec<K, V> spec) {
        if (spec.place() == CacheSpec.Place.LOCAL) {
            return local.open(spec);
        }
        shared.add(spec.name());
        CacheConfig<K, V> configuration = new CacheConfig<>(spec.name());
        configuration.setTypes(spec.keys(), spec.values());
        // As immutable objects, so that a processor reads and replaces an entry without serialising it.
        configuration.setInMemoryFormat(InMemoryFormat.OBJECT);
        configuration.setBackupCount(1);
        configuration.setAsyncBackupCount(0);
        configuration.setEvictionConfig(new EvictionConfig()
                .setMaxSizePolicy(MaxSizePolicy.ENTRY_COUNT)
                .setEvictionPolicy(EvictionPolicy.LRU)
                .setSize(spec.maxEntries() > 0 ? spec.maxEntries() : unbounded));
        configuration.setMergePolicyConfig(new MergePolicyConfig(SplitMergePolicy.class.getName(), MERGE_BATCH));
        configuration.setExpiryPolicyFactory(ModifiedExpiryPolicy.factoryOf(
                new Duration(TimeUnit.SECONDS, spec.ttl().toSeconds())));
        return manager.createCache(spec.name(), configuration);
    }

    @Override
    public boolean isRemote() {
        return true;
    }

    @Override
    public int members() {
        return member.getLifecycleService().isRunning()
                ? member.getCluster().getMembers().size()
                : 0;
    }

    @Override
    public List<ClusterNode> nodes() {
        return nodes.of(
                member.getLifecycleService().isRunning() ? member.getCluster().getMembers() : Set.of());
    }

    @Override
    public List<String> shared() {
        return List.copyOf(shared);
    }

    @Override
    public void onMemberLeft(Runnable reaction) {
        member.getCluster().addMembershipListener(new MembershipListener() {
            @Override
            public void memberAdded(MembershipEvent event) {
                // Only departures matter here.
            }

            @Override
            public void memberRemoved(MembershipEvent event) {
                reaction.run();
            }
        });
        // Merged entries are newer than what either side wrote to the database.
        member.getLifecycleService().addLifecycleListener(event -> {
            if (event.getState() == LifecycleState.MERGED) {
                reaction.run();
            }
        });
    }

    @Override
    public void onEntriesLost(Runnable reaction) {
        member.getPartitionService().addPartitionLostListener(event -> {
            // One event for each lost partition and backup. A count of 0 means that a backup still has the entries.
            if (event.getLostBackupCount() >= 1) {
                ClusterMessages.entriesLost(event.getPartitionId());
                reaction.run();
            }
        });
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        long begin = System.nanoTime();
        try {
            member.shutdown();
            ClusterMessages.leftGracefully(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
        } catch (RuntimeException e) {
            ClusterMessages.leftUngracefully(e);
        }
        local.close();
    }
}
