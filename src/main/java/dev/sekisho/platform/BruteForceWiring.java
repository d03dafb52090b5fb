// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.bruteforce.Block;
import dev.sekisho.bruteforce.BlockListener;
import dev.sekisho.bruteforce.Blocks;
import dev.sekisho.bruteforce.BruteForceConfig;
import dev.sekisho.bruteforce.BruteForceProtection;
import dev.sekisho.bruteforce.ExemptionRepository;
import dev.sekisho.bruteforce.Exemptions;
import dev.sekisho.bruteforce.KnownNetworkStore;
import dev.sekisho.bruteforce.KnownNetworks;
import dev.sekisho.cluster.CacheFactory;
import dev.sekisho.cluster.CacheSpec;
import dev.sekisho.cluster.RemoteStoreExecutor;
import dev.sekisho.cluster.TimeLimitedCache;
import dev.sekisho.login.BruteForceGuardedAuthenticator;
import dev.sekisho.login.LoginAuthenticator;
import dev.sekisho.login.LoginConfig;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Creates the objects of brute-force protection; their caches have a maximum size, so that an attacker cannot exhaust
 * memory.
 */
@ThreadSafe
@ApplicationScoped
public class BruteForceWiring {
    @Resource
    private ManagedScheduledExecutorService scheduler;

    @Inject
    private Bulkheads services;

    private @Nullable RemoteStoreExecutor store;

    @Produces
    @Singleton
    Blocks blocks(CacheFactory caches, BruteForceConfig config, Clock clock, BlockListener listener) {
        return new Blocks(
                bounded(caches, spec("bruteforce-blocks", Long.class, Block.class, config, config.blockSeconds())),
                config,
                clock,
                listener);
    }

    @Produces
    @Singleton
    KnownNetworks knownNetworks(CacheFactory caches, KnownNetworkStore store, BruteForceConfig config, Clock clock) {
        long seconds = TimeUnit.DAYS.toSeconds(config.knownDays() + 1L);
        return new KnownNetworks(
                bounded(caches, spec("bruteforce-known-networks", String.class, Long.class, config, seconds)),
                bounded(caches, spec("bruteforce-known-addresses", String.class, Long.class, config, seconds)),
                store,
                config,
                clock);
    }

    @Produces
    @Singleton
    Exemptions exemptions(ExemptionRepository repository, Clock clock) {
        return new Exemptions(repository::all, clock);
    }

    @Produces
    @Singleton
    BruteForceProtection bruteForceProtection(
            CacheFactory caches,
            BruteForceConfig config,
            Blocks blocks,
            KnownNetworks known,
            Exemptions exemptions,
            MetricRegistry metrics,
            Clock clock) {
        Metadata rules = Metadata.builder()
                .withName("sekisho_bruteforce")
                .withDescription("Logins affected by a rule of brute-force protection, by rule and effect")
                .build();
        return new BruteForceProtection(
                config,
                bounded(caches, BruteForceProtection.counters(config)),
                blocks,
                known,
                exemptions,
                (rule, effect) -> metrics.counter(rules, new Tag("rule", rule), new Tag("effect", effect))
                        .inc(),
                clock);
    }

    @Produces
    @Singleton
    BruteForceGuardedAuthenticator bruteForceGuardedAuthenticator(
            LoginAuthenticator authenticator, BruteForceProtection bruteForce, LoginConfig config) {
        return new BruteForceGuardedAuthenticator(authenticator, bruteForce, config, scheduler);
    }

    private <K, V> Cache<K, V> bounded(CacheFactory caches, CacheSpec<K, V> spec) {
        Cache<K, V> cache = caches.open(spec);
        return caches.isRemote() ? TimeLimitedCache.failing(cache, store()) : cache;
    }

    private static <K, V> CacheSpec<K, V> spec(
            String name, Class<K> keys, Class<V> values, BruteForceConfig config, long seconds) {
        return new CacheSpec<>(
                name, keys, values, config.entries(), Duration.ofSeconds(seconds), CacheSpec.Place.SHARED);
    }

    /** The executor that all caches of this service share. */
    private synchronized RemoteStoreExecutor store() {
        RemoteStoreExecutor opened = store == null ? services.open("bruteforce") : store;
        store = opened;
        return opened;
    }
}
