// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.throttle;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.Cache;

/**
 * The networks from which accounts logged in well lately; they are never blocked for these accounts.
 *
 * <p>Kept in a bounded cache by day, and written behind to the database, so that a restart forgets none.
 *
 * <p>Safe for use by many threads; only {@link #load} and {@link #write} touch the database.
 */
public class KnownNetworks {
    /** Most rows that wait for the database; while it is away more than that are forgotten by a restart. */
    private static final int MOST_WAITING = 100_000;

    private static final int BATCH = 500;

    private final Cache<String, Long> cache;
    private final KnownNetworkStore store;
    private final ThrottleConfig config;
    private final Clock clock;
    private final ConcurrentLinkedQueue<KnownNetwork> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waitingCount = new AtomicInteger();
    private boolean failing;
    private long forgottenDay;

    public KnownNetworks(Cache<String, Long> cache, KnownNetworkStore store, ThrottleConfig config, Clock clock) {
        this.cache = cache;
        this.store = store;
        this.config = config;
        this.clock = clock;
    }

    boolean isKnown(String account, String network) {
        Long day = cache.get(key(account, network));
        return day != null && today() - day <= config.knownDays();
    }

    /** Notes a good login; one a day is written. */
    void remember(String account, String network) {
        String key = key(account, network);
        long today = today();
        Long day = cache.get(key);
        if (day == null || day != today) {
            cache.put(key, today);
            if (waitingCount.get() < MOST_WAITING) {
                waitingCount.incrementAndGet();
                waiting.add(new KnownNetwork(account, network, today));
            }
        }
    }

    /**
     * Forgets an account that was deleted.
     *
     * @param networks those that the database had of it
     */
    public void forget(String account, Collection<String> networks) {
        waiting.removeIf(each -> {
            boolean is = each.account().equals(account);
            if (is) {
                waitingCount.decrementAndGet();
                cache.remove(key(account, each.network()));
            }
            return is;
        });
        networks.forEach(network -> cache.remove(key(account, network)));
    }

    /** Reads what the database kept; throws the container's exception if it is away. */
    public void load() {
        store.read(
                today() - config.knownDays(),
                config.entries(),
                each -> cache.putIfAbsent(key(each.account(), each.network()), each.day()));
    }

    /** Writes what is new. Never throws for a database in trouble: it is told once and tried again next time. */
    public synchronized void write() {
        List<KnownNetwork> taken = new ArrayList<>();
        try {
            boolean more;
            do {
                for (KnownNetwork next = waiting.poll(); next != null; next = waiting.poll()) {
                    taken.add(next);
                    if (taken.size() == BATCH) {
                        break;
                    }
                }
                if (!taken.isEmpty()) {
                    store.write(taken);
                    waitingCount.addAndGet(-taken.size());
                }
                more = taken.size() == BATCH;
                taken.clear(); // written: what fails from here on must not bring it back
            } while (more);
            if (forgottenDay != today()) {
                store.forget(today() - config.knownDays());
                forgottenDay = today();
            }
        } catch (RuntimeException e) {
            waiting.addAll(taken);
            if (!failing) {
                failing = true;
                ThrottleMessages.networksNotWritten(e);
            }
            return;
        }
        if (failing) {
            failing = false;
            ThrottleMessages.networksWrittenAgain();
        }
    }

    private long today() {
        return TimeUnit.MILLISECONDS.toDays(clock.millis());
    }

    private static String key(String account, String network) {
        return account + " " + network;
    }
}
