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
 * The executors through which services access shared counters: one for each service (bulkhead), so that a failure in
 * one does not block the others.
 */
@ThreadSafe
@ApplicationScoped
public class Bulkheads {
    /** Accuracy of timeouts in milliseconds: twenty checks a second, 0.05 % of Postfix's own timeout (100 s). */
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

    /** Opens the executor of a service; a direct one if the counters are in this process. */
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
                        .withDescription("Requests since the start that the shared counters did not answer in time")
                        .build(),
                store,
                RemoteStoreExecutor::unanswered,
                new Tag("service", service));
        metrics.gauge(
                Metadata.builder()
                        .withName("sekisho_cluster_waiting")
                        .withDescription("Requests that wait for a thread to access the shared counters")
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
