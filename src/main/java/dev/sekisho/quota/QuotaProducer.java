// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

import dev.sekisho.account.AddressResolver;
import dev.sekisho.account.Directory;
import dev.sekisho.account.MailboxRoute;
import dev.sekisho.cluster.StoreThreads;
import dev.sekisho.decision.DecisionLog;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
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
import java.util.function.Function;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Makes the quota proxy with the container's threads, and ends what it started when the application stops.
 *
 * <p>The proxy is made at the first question. Its bean is {@code @Singleton}, not {@code @ApplicationScoped}: each recipient
 * takes this way, and a client proxy would add nothing but a detour.
 *
 * <p>Safe for use by many threads: the container makes it once and calls its methods one after another.
 */
@ApplicationScoped
class QuotaProducer {
    @Resource
    private ManagedThreadFactory threads;

    @Resource
    private ManagedScheduledExecutorService scheduler;

    @Inject
    private QuotaConfig config;

    @Inject
    private MessageConfig messages;

    @Inject
    private BoundedCaches caches;

    @Inject
    private StoreThreads store;

    @Inject
    private Clock clock;

    @Inject
    private Directory directory;

    @Inject
    private AddressResolver resolver;

    @Inject
    private DecisionLog log;

    @Inject
    private MetricRegistry registry;

    private @Nullable QuotaStatusClient client;
    private @Nullable Future<?> sweeps;
    private @Nullable Future<?> tellings;

    @Produces
    @Singleton
    QuotaProxy proxy() {
        HostDays hostMeters = new HostDays(new RegisteredHostMeters(registry));
        QuotaStatusClient made =
                new QuotaStatusClient(config, threads, resolver::literal, hostMeters, System::nanoTime);
        client = made;
        sweeps = scheduler.scheduleWithFixedDelay(
                made::sweep, QuotaStatusClient.SWEEP_MILLIS, QuotaStatusClient.SWEEP_MILLIS, TimeUnit.MILLISECONDS);
        tellings = scheduler.scheduleAtFixedRate(hostMeters::tell, 1, 1, TimeUnit.DAYS);
        QuotaMemory memory = QuotaMemory.open(caches, messages, clock);
        return new QuotaProxy(
                this::route,
                onStoreThreads(new AskedOnce(made, memory.room(), hostMeters)),
                memory,
                config,
                messages,
                new RegisteredQuotaMeters(registry),
                log::record,
                store,
                System::nanoTime);
    }

    /** What follows a mail host's answer may ask what is remembered: the threads that talk to hosts must not wait for that. */
    private QuotaStatus onStoreThreads(QuotaStatus hosts) {
        return (host, mailbox, sizeBytes) ->
                hosts.ask(host, mailbox, sizeBytes).thenApplyAsync(Function.identity(), store.executor());
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
