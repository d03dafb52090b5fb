// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.bruteforce;

import dev.sekisho.database.Outage;
import dev.sekisho.net.IpNetwork;
import dev.sekisho.writebehind.RowWriter;
import dev.sekisho.writebehind.WriterProgress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.Cache;
import org.jspecify.annotations.Nullable;

/**
 * The networks and addresses with recent successful logins of accounts.
 *
 * <p>They are kept in bounded caches by day and written to the database in the background, so that a restart keeps
 * them. Both are rows of one table: an address has the longer prefix, {@code 192.0.2.7} or {@code 2001:db8:0:7::/64}.
 * Only {@link #load} and {@link #write} use the database.
 */
public class KnownNetworks {
    /** The most rows that wait for the database; while it is down a restart loses further ones. */
    private static final int MOST_WAITING = 100_000;

    private static final int BATCH = 500;

    private final Cache<String, Long> cache;
    private final Cache<String, Long> addresses;
    private final KnownNetworkStore store;
    private final BruteForceConfig config;
    private final Clock clock;
    private final ConcurrentLinkedQueue<KnownNetwork> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waitingCount = new AtomicInteger();
    private final WriterProgress progress;
    private final RowWriter<KnownNetwork> rows;
    private final Outage outage;
    private long forgottenDay;

    /**
     * @param cache the networks
     * @param addresses the addresses of clients, as by {@link IpNetwork#client}
     */
    public KnownNetworks(
            Cache<String, Long> cache,
            Cache<String, Long> addresses,
            KnownNetworkStore store,
            BruteForceConfig config,
            Clock clock) {
        this.cache = cache;
        this.addresses = addresses;
        this.store = store;
        this.config = config;
        this.clock = clock;
        this.outage = new Outage(clock);
        this.progress = new WriterProgress("known-networks", clock, waitingCount::get);
        this.rows = new RowWriter<>(progress, each -> key(each.account(), each.network()), store::write);
    }

    /** The progress of the writer. */
    public WriterProgress progress() {
        return progress;
    }

    /** What an account knows about the origin of a login. */
    enum Standing {
        /** No successful login from this network. */
        STRANGER,
        /** A successful login from another address of this network. */
        KNOWN_NETWORK,
        /** A successful login from this address. */
        KNOWN_ADDRESS
    }

    Standing standing(String account, IpNetwork address) {
        if (!isRecent(cache.get(key(account, address.network())))) {
            return Standing.STRANGER;
        }
        return isRecent(addresses.get(key(account, address.client())))
                ? Standing.KNOWN_ADDRESS
                : Standing.KNOWN_NETWORK;
    }

    private boolean isRecent(@Nullable Long day) {
        return day != null && today() - day <= config.knownDays();
    }

    /** Stores a successful login; one a day is written for each network and address. */
    void remember(String account, IpNetwork address) {
        note(cache, account, address.network().toString());
        note(addresses, account, address.client().toString());
    }

    private void note(Cache<String, Long> known, String account, String place) {
        long today = today();
        String key = key(account, place);
        Long day = known.get(key);
        if (day == null || day != today) {
            known.put(key, today);
            if (waitingCount.get() < MOST_WAITING) {
                waitingCount.incrementAndGet();
                waiting.add(new KnownNetwork(account, place, today));
            }
        }
    }

    /**
     * Removes a deleted account.
     *
     * @param places its networks and addresses in the database
     */
    public void forget(String account, Collection<String> places) {
        waiting.removeIf(each -> {
            boolean is = each.account().equals(account);
            if (is) {
                waitingCount.decrementAndGet();
                drop(account, each.network());
            }
            return is;
        });
        places.forEach(place -> drop(account, place));
    }

    private void drop(String account, String place) {
        cache.remove(key(account, place));
        addresses.remove(key(account, place));
    }

    /** Reads the stored networks; throws the container's exception if the database is down. */
    public void load() {
        store.read(
                today() - config.knownDays(),
                2 * config.entries(),
                each -> (each.isWholeNetwork() ? cache : addresses)
                        .putIfAbsent(key(each.account(), each.network()), each.day()));
    }

    /** Writes what is new. Never throws: a failure is logged once, and the next call retries. */
    public synchronized void write() {
        List<KnownNetwork> taken = new ArrayList<>();
        progress.begins();
        try {
            boolean more;
            do {
                for (KnownNetwork next = waiting.poll(); next != null; next = waiting.poll()) {
                    taken.add(next);
                    if (taken.size() == BATCH) {
                        break;
                    }
                }
                int size = taken.size();
                try {
                    rows.write(taken);
                } finally {
                    waitingCount.addAndGet(taken.size() - size);
                }
                more = size == BATCH;
            } while (more);
            progress.written();
            if (forgottenDay != today()) {
                store.forget(today() - config.knownDays());
                forgottenDay = today();
            }
        } catch (RuntimeException e) {
            waiting.addAll(taken);
            if (outage.begins()) {
                BruteForceMessages.networksNotWritten(e);
            }
            return;
        }
        if (outage.ends()) {
            BruteForceMessages.networksWrittenAgain();
        }
    }

    private long today() {
        return TimeUnit.MILLISECONDS.toDays(clock.millis());
    }

    private static String key(String account, IpNetwork network) {
        return key(account, network.toString());
    }

    private static String key(String account, String network) {
        return account + " " + network;
    }
}
