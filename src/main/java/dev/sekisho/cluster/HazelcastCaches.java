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

/** Caches of a cluster: shared ones in Hazelcast, each entry on two nodes; the others in this process. */
@ThreadSafe
public final class HazelcastCaches implements CacheFactory {
    /** Entries of a healed split that travel together. */
    private static final int MERGE_BATCH = 100;

    /** Entries of a cache that has no bound of its own. */
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
        // Made here, not looked up: another provider on the class path is no surprise, and two members in a process
        // stay two.
        CachingProvider provider = new HazelcastMemberCachingProvider();
        this.manager = provider.getCacheManager(
                provider.getDefaultURI(), loader, HazelcastCachingProvider.propertiesByInstanceItself(member));
    }

    /** The same as {@link #join}; empty, and the operator is told why, if this node cannot be a member. */
    public static Optional<CacheFactory> joinOrTell(ClusterConfig config, Clock clock) {
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
     * Joins the cluster, or begins it; takes seconds. Throws Hazelcast's exception if the member port cannot be had.
     */
    public static HazelcastCaches join(ClusterConfig config, Clock clock) {
        ClusterMessages.silenceStore();
        Config hazelcast = MemberConfig.of(config);
        ClusterNodes.introduce(hazelcast, Version.text(), clock.instant());
        HazelcastInstance member = Hazelcast.newHazelcastInstance(hazelcast);
        try {
            HazelcastCaches caches = new HazelcastCaches(config, member, clock);
            caches.tell(config);
            return caches;
        } catch (RuntimeException e) {
            member.shutdown();
            throw e;
        }
    }

    private void tell(ClusterConfig config) {
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
    public <K, V> Cache<K, V> open(CacheSpec<K, V> shape) {
        if (shape.place() == CacheSpec.Place.LOCAL) {
            return local.open(shape);
        }
        shared.add(shape.name());
        CacheConfig<K, V> configuration = new CacheConfig<>(shape.name());
        configuration.setTypes(shape.keys(), shape.values());
        // As objects: a processor then reads and replaces an entry without serialising it, and values are immutable.
        configuration.setInMemoryFormat(InMemoryFormat.OBJECT);
        configuration.setBackupCount(1);
        configuration.setAsyncBackupCount(0);
        configuration.setEvictionConfig(new EvictionConfig()
                .setMaxSizePolicy(MaxSizePolicy.ENTRY_COUNT)
                .setEvictionPolicy(EvictionPolicy.LRU)
                .setSize(shape.most() > 0 ? shape.most() : unbounded));
        configuration.setMergePolicyConfig(new MergePolicyConfig(SplitMergePolicy.class.getName(), MERGE_BATCH));
        configuration.setExpiryPolicyFactory(ModifiedExpiryPolicy.factoryOf(
                new Duration(TimeUnit.SECONDS, shape.kept().toSeconds())));
        return manager.createCache(shape.name(), configuration);
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
    public void whenMemberLeft(Runnable reaction) {
        member.getCluster().addMembershipListener(new MembershipListener() {
            @Override
            public void memberAdded(MembershipEvent event) {
                // Only those that leave matter here.
            }

            @Override
            public void memberRemoved(MembershipEvent event) {
                reaction.run();
            }
        });
        // What was merged is newer than what either side wrote.
        member.getLifecycleService().addLifecycleListener(event -> {
            if (event.getState() == LifecycleState.MERGED) {
                reaction.run();
            }
        });
    }

    @Override
    public void whenEntriesLost(Runnable reaction) {
        member.getPartitionService().addPartitionLostListener(event -> {
            // One event a lost partition and backup; a partition whose backups alone are lost has lost nothing.
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
            ClusterMessages.leftInOrder(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
        } catch (RuntimeException e) {
            ClusterMessages.leftWithoutOrder(e);
        }
        local.close();
    }
}
