// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.cluster.CacheFactory;
import dev.sekisho.cluster.ClusterConfig;
import dev.sekisho.cluster.RemoteStoreExecutor;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.jspecify.annotations.Nullable;

/**
 * The threads by which each service asks shared counters: a bulkhead each, so that one service's trouble is no other's.
 */
@ThreadSafe
@ApplicationScoped
public class Bulkheads {
    /** How exactly a time limit is kept: half a per cent of a Postfix's patience, and twenty looks a second. */
    private static final long SWEEP_MILLIS = 50;

    @Inject
    private CacheFactory caches;

    @Inject
    private ClusterConfig config;

    @Inject
    private MetricRegistry metrics;

    @Resource
    private ManagedThreadFactory factory;

    @Resource
    private ManagedScheduledExecutorService scheduler;

    private final List<RemoteStoreExecutor> opened = new CopyOnWriteArrayList<>();
    private @Nullable Future<?> sweeps;

    /** Makes a service's; direct where the counters are in this process. */
    synchronized RemoteStoreExecutor open(String service) {
        if (!caches.isRemote()) {
            return RemoteStoreExecutor.direct();
        }
        RemoteStoreExecutor store = RemoteStoreExecutor.bounded(
                service, config.threads(), config.queue(), config.timeout(), factory, System::nanoTime);
        opened.add(store);
        metrics.gauge(
                Metadata.builder()
                        .withName("sekisho_cluster_unanswered")
                        .withDescription("Questions since the start that the shared counters did not answer in time")
                        .build(),
                store,
                RemoteStoreExecutor::unanswered,
                new Tag("service", service));
        metrics.gauge(
                Metadata.builder()
                        .withName("sekisho_cluster_waiting")
                        .withDescription("Questions that wait for a thread to ask the shared counters")
                        .build(),
                store,
                RemoteStoreExecutor::waiting,
                new Tag("service", service));
        if (sweeps == null) {
            sweeps = scheduler.scheduleWithFixedDelay(
                    () -> opened.forEach(RemoteStoreExecutor::sweep),
                    SWEEP_MILLIS,
                    SWEEP_MILLIS,
                    TimeUnit.MILLISECONDS);
        }
        return store;
    }

    @PreDestroy
    synchronized void close() {
        if (sweeps != null) {
            sweeps.cancel(false);
        }
        opened.forEach(RemoteStoreExecutor::close);
    }
}
