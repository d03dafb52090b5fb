// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.cluster.CacheFactory;
import dev.sekisho.cluster.CacheSpec;
import dev.sekisho.cluster.CacheSpec.Place;
import dev.sekisho.cluster.CaffeineCaches;
import dev.sekisho.cluster.ClusterConfig;
import dev.sekisho.cluster.HazelcastCaches;
import dev.sekisho.cluster.RemoteStoreExecutor;
import dev.sekisho.cluster.TimeLimitedCache;
import dev.sekisho.quota.cache.BoundedCaches;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import javax.cache.Cache;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** Creates the caches: in this process, or in a cluster if {@code sekisho.cluster.members} is set. */
@ThreadSafe
@ApplicationScoped
public class ClusterWiring {
    /**
     * Caches of the quota service that all nodes share, because the end of a message may arrive at another node. The
     * other caches are local.
     */
    private static final Set<String> SHARED_BY_QUOTA = Set.of("quota-messages", "quota-splits");

    @Produces
    @Singleton
    CacheFactory caches(
            Configuration configuration, ClusterConfig config, ServerState state, Clock clock, MetricRegistry metrics) {
        // A wrong configuration ends the start a moment later, so it opens no member port.
        CacheFactory caches = config.isClustered() && configuration.problems().isEmpty()
                ? join(config, state, clock)
                : new CaffeineCaches("node");
        metrics.gauge(
                Metadata.builder()
                        .withName("sekisho_cluster_members")
                        .withDescription("Nodes that share their counters, including this one")
                        .build(),
                caches,
                CacheFactory::members);
        return caches;
    }

    /**
     * Joins the cluster. A node that cannot join must not count alone, so its start is aborted; until then other beans
     * need caches, which are local.
     */
    private static CacheFactory join(ClusterConfig config, ServerState state, Clock clock) {
        Optional<CacheFactory> joined = HazelcastCaches.tryJoin(config, clock);
        if (joined.isEmpty()) {
            state.abortStart();
        }
        return joined.orElseGet(() -> new CaffeineCaches("node"));
    }

    void close(@Disposes CacheFactory caches) {
        caches.close();
    }

    @Produces
    @Singleton
    BoundedCaches boundedCaches(CacheFactory caches, Bulkheads services) {
        // Two executors: tasks of the first wait for results of the second.
        RemoteStoreExecutor decisions = services.open("quota");
        RemoteStoreExecutor store = services.open("quota-memory");
        return new BoundedCaches() {
            @Override
            public <V> Cache<String, V> open(String name, Class<V> values, int maxEntries, Duration ttl) {
                Place place = SHARED_BY_QUOTA.contains(name) ? Place.SHARED : Place.LOCAL;
                Cache<String, V> cache =
                        caches.open(new CacheSpec<>(name, String.class, values, maxEntries, ttl, place));
                return caches.isRemote() && place == Place.SHARED ? TimeLimitedCache.failing(cache, store) : cache;
            }

            @Override
            public Executor executor() {
                return decisions.executor();
            }
        };
    }
}
