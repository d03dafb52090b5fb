// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.bruteforce.Block;
import dev.sekisho.bruteforce.Blocks;
import dev.sekisho.bruteforce.BruteForceConfig;
import dev.sekisho.bruteforce.BruteForceProtection;
import dev.sekisho.bruteforce.Exemptions;
import dev.sekisho.bruteforce.KnownNetworkStore;
import dev.sekisho.bruteforce.KnownNetworks;
import dev.sekisho.cluster.CacheFactory;
import dev.sekisho.cluster.CacheSpec;
import dev.sekisho.cluster.CacheSpec.Place;
import dev.sekisho.cluster.CaffeineCaches;
import dev.sekisho.cluster.RemoteStoreExecutor;
import dev.sekisho.database.LimitedReads;
import dev.sekisho.decision.DecisionLog;
import dev.sekisho.directory.login.LoginReader;
import dev.sekisho.directory.snapshot.DirectoryCache;
import dev.sekisho.directory.snapshot.MailboxRoute;
import dev.sekisho.login.BruteForceGuardedAuthenticator;
import dev.sekisho.login.LoginAuthenticator;
import dev.sekisho.login.LoginConfig;
import dev.sekisho.login.NginxAuthResource;
import dev.sekisho.login.credential.PasswordCheck;
import dev.sekisho.login.route.HostHealth;
import dev.sekisho.net.AddressResolver;
import dev.sekisho.quota.MessageConfig;
import dev.sekisho.quota.QuotaConfig;
import dev.sekisho.quota.QuotaMetrics;
import dev.sekisho.quota.QuotaProxy;
import dev.sekisho.quota.cache.BoundedCaches;
import dev.sekisho.quota.cache.QuotaCaches;
import dev.sekisho.quota.client.QuotaFailure;
import dev.sekisho.quota.client.QuotaResult;
import dev.sekisho.sendlimit.SendBlockStore;
import dev.sekisho.sendlimit.SendBlocks;
import dev.sekisho.sendlimit.SendLimitConfig;
import dev.sekisho.sendlimit.SendLimitPolicy;
import dev.sekisho.sendlimit.activity.SenderActivity;
import dev.sekisho.sendlimit.counter.SendCounters;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.cache.Cache;
import javax.sql.DataSource;

/**
 * Makes the services of the warm-up. They share with production only what their logins and mail do not change:
 * directory, database and password check.
 */
@ThreadSafe
@ApplicationScoped
public class WarmUpWiring {
    /** Room for all that one round counts. */
    private static final int ENTRIES = 100_000;

    @Resource
    private ManagedScheduledExecutorService scheduler;

    @Resource
    private ManagedThreadFactory threads;

    @Resource
    private ContextService contexts;

    @Resource(name = "jdbc/warm-up", lookup = "jdbc/sekisho", shareable = false)
    private DataSource database;

    @Inject
    private DirectoryCache directory;

    @Inject
    private PasswordCheck passwords;

    @Inject
    private HostHealth health;

    @Inject
    private AddressResolver addresses;

    @Inject
    private ServerConfig server;

    @Inject
    private LoginConfig loginConfig;

    @Inject
    private BruteForceConfig bruteForceConfig;

    @Inject
    private SendLimitConfig sendLimitConfig;

    @Inject
    private QuotaConfig quotaConfig;

    @Inject
    private MessageConfig messageConfig;

    @Inject
    private Clock clock;

    /** New services with empty counters. */
    WarmUpServices open() {
        CacheFactory caches = new CaffeineCaches(UUID.randomUUID().toString());
        DecisionLog log = DecisionLog.discarding(clock);
        LimitedReads reads = LimitedReads.bounded(
                Math.max(1, server.databaseConnections() / 2),
                ENTRIES,
                Duration.ofMillis(loginConfig.databaseMillis()),
                threads,
                contexts.createContextualProxy(Runnable::run, Executor.class),
                System::nanoTime);
        reads.start(threads);
        return new WarmUpServices(
                caches, reads, logins(caches, reads, log), sendLimits(caches, log), quotas(caches, log));
    }

    private NginxAuthResource logins(CacheFactory caches, LimitedReads reads, DecisionLog log) {
        LoginAuthenticator authenticator = new LoginAuthenticator(
                new WarmUpAccounts(new LoginReader(database)),
                addresses::literal,
                directory::mailDomain,
                health,
                loginConfig,
                passwords,
                reads,
                clock);
        authenticator.open();
        return new NginxAuthResource(
                new BruteForceGuardedAuthenticator(authenticator, bruteForce(caches), loginConfig, scheduler),
                directory,
                loginConfig,
                log);
    }

    private BruteForceProtection bruteForce(CacheFactory caches) {
        KnownNetworks known = new KnownNetworks(
                cache(caches, "known-networks", String.class, Long.class),
                cache(caches, "known-addresses", String.class, Long.class),
                new KnownNetworkStore(),
                bruteForceConfig,
                clock);
        return new BruteForceProtection(
                bruteForceConfig,
                caches.open(BruteForceProtection.counters(bruteForceConfig)),
                new Blocks(
                        cache(caches, "blocks", Long.class, Block.class),
                        bruteForceConfig,
                        clock,
                        (rule, subject, count, limit, at, until) -> {}),
                known,
                new Exemptions(List::of, clock),
                (rule, effect) -> {},
                clock);
    }

    private SendLimitPolicy sendLimits(CacheFactory caches, DecisionLog log) {
        SendCounters counters =
                new SendCounters(caches, directory, clock.withZone(sendLimitConfig.timeZone()), event -> {});
        counters.restored();
        SendBlocks blocks = new SendBlocks(directory, new SendBlockStore(), clock);
        SendLimitPolicy policy = new SendLimitPolicy(
                directory,
                counters,
                blocks,
                sendLimitConfig,
                log,
                new SenderActivity(clock),
                RemoteStoreExecutor.direct(),
                clock);
        policy.open();
        return policy;
    }

    private QuotaProxy quotas(CacheFactory caches, DecisionLog log) {
        BoundedCaches bounded = new BoundedCaches() {
            @Override
            public <V> Cache<String, V> open(String name, Class<V> values, int most, Duration kept) {
                return caches.open(new CacheSpec<>(name, String.class, values, most, kept, Place.LOCAL));
            }
        };
        return new QuotaProxy(
                this::route,
                (host, mailbox, sizeBytes, client) ->
                        CompletableFuture.completedFuture(new QuotaResult.Unavailable(QuotaFailure.BUSY)),
                QuotaCaches.open(bounded, messageConfig, clock),
                quotaConfig,
                messageConfig,
                QuotaMetrics.off(),
                log::record,
                System::nanoTime);
    }

    private Optional<MailboxRoute> route(String recipient) {
        return directory.loaded() ? Optional.of(directory.route(recipient)) : Optional.empty();
    }

    private static <K, V> Cache<K, V> cache(CacheFactory caches, String name, Class<K> keys, Class<V> values) {
        return caches.open(new CacheSpec<>(name, keys, values, ENTRIES, Duration.ofHours(1), Place.LOCAL));
    }
}
