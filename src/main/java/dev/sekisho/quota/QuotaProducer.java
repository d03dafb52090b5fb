// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

import dev.sekisho.decision.DecisionLog;
import dev.sekisho.directory.snapshot.DirectoryCache;
import dev.sekisho.directory.snapshot.MailboxRoute;
import dev.sekisho.net.AddressResolver;
import dev.sekisho.quota.cache.BoundedCaches;
import dev.sekisho.quota.cache.MailboxRooms;
import dev.sekisho.quota.cache.MailboxUsages;
import dev.sekisho.quota.cache.QuotaCaches;
import dev.sekisho.quota.client.CoalescingQuotaClient;
import dev.sekisho.quota.client.DailyHostSummary;
import dev.sekisho.quota.client.DoveadmClient;
import dev.sekisho.quota.client.QuotaStatusClient;
import dev.sekisho.quota.client.RegisteredHostMetrics;
import dev.sekisho.quota.client.UsageConfig;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Makes the quota proxy with the container's threads, and stops what it started when the application stops.
 *
 * <p>The proxy is made at the first request. Its bean is {@code @Singleton}, not {@code @ApplicationScoped}: a client
 * proxy on the hot path has no use.
 *
 * <p>The container makes it once and calls its methods one after another.
 */
@ApplicationScoped
class QuotaProducer {
    @Resource
    private ManagedThreadFactory threads;

    @Resource
    private ManagedScheduledExecutorService scheduler;

    @Resource
    private ManagedExecutorService executor;

    @Inject
    private QuotaConfig config;

    @Inject
    private MessageConfig messages;

    @Inject
    private UsageConfig usage;

    @Inject
    private BoundedCaches caches;

    @Inject
    private Clock clock;

    @Inject
    private DirectoryCache directory;

    @Inject
    private AddressResolver resolver;

    @Inject
    private DecisionLog log;

    @Inject
    private MetricRegistry registry;

    /** Parts that share their caches. */
    record QuotaParts(QuotaProxy proxy, MailboxRooms rooms) {}

    private @Nullable QuotaStatusClient client;
    private @Nullable Future<?> sweeps;
    private @Nullable Future<?> tellings;

    @Produces
    @Singleton
    QuotaParts service() {
        QuotaCaches memory = QuotaCaches.open(caches, messages, clock);
        DailyHostSummary hostMetrics = new DailyHostSummary(new RegisteredHostMetrics(registry));
        QuotaStatusClient made =
                new QuotaStatusClient(config, threads, resolver::literal, hostMetrics, System::nanoTime);
        client = made;
        sweeps = scheduler.scheduleWithFixedDelay(
                made::sweep, QuotaStatusClient.SWEEP_MILLIS, QuotaStatusClient.SWEEP_MILLIS, TimeUnit.MILLISECONDS);
        tellings = scheduler.scheduleAtFixedRate(hostMetrics::tell, 1, 1, TimeUnit.DAYS);
        MailboxUsages usages = new MailboxUsages(
                caches, memory.failures(), memory.room(), doveadm(), usage, hostMetrics, executor, clock);
        QuotaProxy proxy = new QuotaProxy(
                this::route,
                new CoalescingQuotaClient(made, memory.room(), memory.executor(), usages::refresh, hostMetrics),
                memory,
                config,
                messages,
                new RegisteredQuotaMetrics(registry),
                log::record,
                System::nanoTime);
        return new QuotaParts(proxy, new MailboxRooms(this::route, usages, memory.room(), clock));
    }

    @Produces
    @Singleton
    DoveadmClient doveadm() {
        return new DoveadmClient(usage, clock);
    }

    @Produces
    @Singleton
    QuotaProxy proxy(QuotaParts service) {
        return service.proxy();
    }

    @Produces
    @Singleton
    MailboxRooms rooms(QuotaParts service) {
        return service.rooms();
    }

    private Optional<MailboxRoute> route(String recipient) {
        return directory.loaded() ? Optional.of(directory.route(recipient)) : Optional.empty();
    }

    @PreDestroy
    void close() {
        if (sweeps != null) {
            sweeps.cancel(false);
        }
        if (tellings != null) {
            tellings.cancel(false);
        }
        if (client != null) {
            client.close();
        }
    }
}
