// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import com.github.benmanes.caffeine.jcache.configuration.CaffeineConfiguration;
import dev.sekisho.decision.DecisionLog;
import dev.sekisho.mailauth.LoginGate;
import dev.sekisho.mailauth.MailAuthConfig;
import dev.sekisho.mailauth.ThrottledLogins;
import dev.sekisho.throttle.BlockListener;
import dev.sekisho.throttle.Blocks;
import dev.sekisho.throttle.ExemptionRepository;
import dev.sekisho.throttle.Exemptions;
import dev.sekisho.throttle.KnownNetworkStore;
import dev.sekisho.throttle.KnownNetworks;
import dev.sekisho.throttle.LoginThrottle;
import dev.sekisho.throttle.ThrottleConfig;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.CacheManager;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/**
 * Makes the throttle's objects, with caches that are bounded whatever an attacker sends.
 *
 * <p>Safe for use by many threads.
 */
@ApplicationScoped
public class ThrottleWiring {
    @Resource
    private ManagedScheduledExecutorService scheduler;

    @Produces
    @Singleton
    Blocks blocks(CacheManager caches, ThrottleConfig config, Clock clock, BlockListener listener) {
        return new Blocks(
                bounded(caches, "throttle-blocks", config.entries(), config.blockSeconds()), config, clock, listener);
    }

    @Produces
    @Singleton
    KnownNetworks knownNetworks(CacheManager caches, KnownNetworkStore store, ThrottleConfig config, Clock clock) {
        long seconds = TimeUnit.DAYS.toSeconds(config.knownDays() + 1L);
        return new KnownNetworks(
                bounded(caches, "throttle-known-networks", config.entries(), seconds), store, config, clock);
    }

    @Produces
    @Singleton
    Exemptions exemptions(ExemptionRepository repository, Clock clock) {
        return new Exemptions(repository::all, clock);
    }

    @Produces
    @Singleton
    LoginThrottle loginThrottle(
            CacheManager caches,
            ThrottleConfig config,
            Blocks blocks,
            KnownNetworks known,
            Exemptions exemptions,
            MetricRegistry metrics,
            Clock clock) {
        Metadata rules = Metadata.builder()
                .withName("sekisho_throttle")
                .withDescription("Logins that a rule of the throttle concerned, by rule and effect")
                .build();
        return new LoginThrottle(
                config,
                bounded(caches, "throttle-counters", config.entries(), config.longestPeriodSeconds()),
                blocks,
                known,
                exemptions,
                (rule, effect) -> metrics.counter(rules, new Tag("rule", rule), new Tag("effect", effect))
                        .inc(),
                clock);
    }

    @Produces
    @Singleton
    ThrottledLogins throttledLogins(LoginGate gate, LoginThrottle throttle, MailAuthConfig config, DecisionLog log) {
        return new ThrottledLogins(gate, throttle, config, log, scheduler);
    }

    private static <K, V> Cache<K, V> bounded(CacheManager caches, String name, int entries, long seconds) {
        CaffeineConfiguration<K, V> configuration = new CaffeineConfiguration<>();
        // Values are immutable: copies by serialisation would buy nothing.
        configuration.setStoreByValue(false);
        configuration.setMaximumSize(OptionalLong.of(entries));
        configuration.setExpireAfterWrite(OptionalLong.of(TimeUnit.SECONDS.toNanos(seconds)));
        return caches.createCache(name, configuration);
    }
}
