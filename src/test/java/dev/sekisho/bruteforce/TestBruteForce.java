// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.bruteforce;

import com.github.benmanes.caffeine.jcache.configuration.CaffeineConfiguration;
import dev.sekisho.SettableClock;
import dev.sekisho.settings.Settings;
import dev.sekisho.settings.TestConfig;
import jakarta.persistence.PersistenceException;
import java.net.URI;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheLoaderException;
import org.jspecify.annotations.Nullable;

/**
 * A brute-force protection with caches of the provider of production, a clock to set, and a list instead of a database.
 *
 * <p>Confined to the test's thread.
 */
public final class TestBruteForce implements AutoCloseable {
    final SettableClock clock;
    final List<KnownNetwork> written = new ArrayList<>();
    final List<BruteForceExemption> exempted = new ArrayList<>();
    final Map<String, Integer> measured = new HashMap<>();
    boolean forgetFails;
    boolean databaseAway;
    boolean exemptionsAway;

    /** Whether the cache of blocks fails at reading a missing entry. */
    boolean blocksAway;

    String refused = "";
    final List<String> reported = new ArrayList<>();
    final CacheManager caches;
    final Cache<Long, FailureWindow> counters;
    final Blocks blocks;
    final KnownNetworks known;
    final Exemptions exemptions;
    public final BruteForceProtection bruteForce;

    /** @param properties by name without {@code sekisho.bruteforce.} */
    public TestBruteForce(SettableClock clock, Map<String, String> properties) {
        this.clock = clock;
        BruteForceConfig config = config(properties);
        caches = Caching.getCachingProvider("com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider")
                .getCacheManager(URI.create("test:" + UUID.randomUUID()), TestBruteForce.class.getClassLoader());
        counters = bounded("counters", config.entries());
        blocks = new Blocks(
                caches.createCache("blocks", failing(config.entries())),
                config,
                clock,
                (rule, subject, count, limit, at, until) ->
                        reported.add(rule + " " + subject + " " + count + "/" + limit));
        known = new KnownNetworks(
                bounded("known", config.entries()),
                bounded("known-addresses", config.entries()),
                new Store(),
                config,
                clock);
        exemptions = new Exemptions(this::exemptions, clock);
        bruteForce = new BruteForceProtection(
                config,
                counters,
                blocks,
                known,
                exemptions,
                (rule, effect) -> measured.merge(rule + ":" + effect, 1, Integer::sum),
                clock);
    }

    private List<BruteForceExemption> exemptions() {
        if (exemptionsAway) {
            throw new PersistenceException("away");
        }
        return exempted;
    }

    static BruteForceConfig config(Map<String, String> properties) {
        Map<String, String> whole = new HashMap<>();
        properties.forEach((name, value) -> whole.put("sekisho.bruteforce." + name, value));
        Settings settings = new Settings(new TestConfig(whole));
        BruteForceConfig config = BruteForceConfig.read(settings);
        if (!settings.problems().isEmpty()) {
            throw new IllegalArgumentException(settings.problems().toString());
        }
        return config;
    }

    private <K, V> Cache<K, V> bounded(String name, int entries) {
        return caches.createCache(name, bounded(entries));
    }

    private static <K, V> CaffeineConfiguration<K, V> bounded(int entries) {
        CaffeineConfiguration<K, V> configuration = new CaffeineConfiguration<>();
        configuration.setStoreByValue(false);
        configuration.setMaximumSize(OptionalLong.of(entries));
        return configuration;
    }

    private CaffeineConfiguration<Long, Block> failing(int entries) {
        CaffeineConfiguration<Long, Block> configuration = bounded(entries);
        configuration.setReadThrough(true);
        configuration.setCacheLoaderFactory(() -> new CacheLoader<>() {
            @Override
            public @Nullable Block load(Long key) {
                if (blocksAway) {
                    throw new CacheLoaderException("away");
                }
                return null;
            }

            @Override
            public Map<Long, Block> loadAll(Iterable<? extends Long> keys) {
                return Map.of();
            }
        });
        return configuration;
    }

    static LoginAttempt plain(String login, String client, String password) {
        return new LoginAttempt(login, client, password, LoginAttempt.Kind.PLAIN, 1);
    }

    public Verdict fail(String login, String client, String password) {
        return bruteForce.after(plain(login, client, password), AttemptOutcome.WRONG_PASSWORD, 3);
    }

    public Verdict failUnknown(String login, String client, String password) {
        return bruteForce.after(plain(login, client, password), AttemptOutcome.UNKNOWN_USER, 3);
    }

    public void succeed(String login, String client) {
        bruteForce.after(plain(login, client, "right"), AttemptOutcome.SUCCESS, 3);
    }

    Verdict verdict(String login, String client) {
        return bruteForce.before(plain(login, client, "right"));
    }

    @Override
    public void close() {
        caches.close();
    }

    private final class Store extends KnownNetworkStore {
        @Override
        public void read(long day, int most, Consumer<KnownNetwork> row) {
            written.stream().filter(each -> each.day() >= day).limit(most).forEach(row);
        }

        @Override
        public void write(Collection<KnownNetwork> networks) {
            if (databaseAway) {
                throw new PersistenceException("away");
            }
            if (networks.stream().anyMatch(each -> each.account().equals(refused))) {
                throw new PersistenceException(new SQLException("value too long", "22001"));
            }
            written.addAll(networks);
        }

        @Override
        public void forget(long beforeDay) {
            if (forgetFails) {
                throw new IllegalStateException("forgetting fails");
            }
            written.removeIf(each -> each.day() < beforeDay);
        }
    }
}
