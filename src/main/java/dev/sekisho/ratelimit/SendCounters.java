// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ratelimit;

import dev.sekisho.account.Directory;
import dev.sekisho.account.SendLimit;
import dev.sekisho.account.Sender;
import dev.sekisho.cluster.Caches;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The counters of all accounts, in a JCache.
 *
 * <p>Counting is exact under any number of threads: check and count are one entry processor. Which accounts have changed
 * since they were last written to the database is kept beside the cache.
 *
 * <p>Safe for use by many threads; {@link #count} and {@link #look} do not block on anything remote with an in-process
 * provider.
 */
public class SendCounters {
    /** Longest period that a limit may have, so nobody needs an entry that was not changed for so long. */
    static final int LONGEST_PERIOD_DAYS = 31;

    private final CounterCache cache;
    private final Directory directory;
    private final Clock clock;
    private final Set<String> dirty = ConcurrentHashMap.newKeySet();
    private volatile boolean loaded;

    public SendCounters(Caches caches, Directory directory, Clock clock) {
        this.cache = new CounterCache(caches, Duration.ofDays(LONGEST_PERIOD_DAYS + 1), clock);
        this.directory = directory;
        this.clock = clock;
    }

    /** Whether the counters of before the start are back; until then every answer would be too kind. */
    public boolean isLoaded() {
        return loaded;
    }

    /** Looks whether {@code cost} more would fit, counting nothing. */
    Tally look(Sender sender, int cost) {
        List<SendLimit> limits = sender.limits().limits();
        if (limits.isEmpty()) {
            return Tally.UNLIMITED;
        }
        Usage usage = cache.get(sender.account());
        return CountProcessor.check(usage == null ? Usage.NONE : usage, limits, cost, nowSeconds());
    }

    /**
     * Counts {@code cost} recipients if every limit has room for them, once for the same {@code message}.
     *
     * @param message fingerprint of the message and the Postfix that asks about it
     */
    Tally count(Sender sender, int cost, long message) {
        List<SendLimit> limits = sender.limits().limits();
        if (limits.isEmpty()) {
            return Tally.UNLIMITED;
        }
        Tally tally = cache.invoke(sender.account(), new CountProcessor(limits, cost, message, nowSeconds()));
        // Also where it was counted before: the store may have asked twice, or another node have died before it could
        // write.
        if (tally.outcome() != Tally.Outcome.REFUSED) {
            dirty.add(sender.account());
        }
        return tally;
    }

    /** How much {@code account} has used of each of its limits; empty if it has none. */
    public List<LimitUsage> usage(String account) {
        Sender sender = directory.sender(account);
        Usage found = cache.get(sender.account());
        Usage usage = found == null ? Usage.NONE : found;
        List<LimitUsage> result = new ArrayList<>();
        for (SendLimit limit : sender.limits().limits()) {
            Tally one = CountProcessor.check(usage, List.of(limit), 1, nowSeconds());
            long used = usage.used((int) limit.period().toSeconds(), nowSeconds());
            Instant freesAt = one.outcome() == Tally.Outcome.REFUSED ? Instant.ofEpochSecond(one.freeSeconds()) : null;
            result.add(new LimitUsage(limit, used, freesAt));
        }
        return List.copyOf(result);
    }

    /** Forgets what {@code account} has sent, in memory at once and in the database with the next write. */
    public void reset(String account) {
        String key = directory.sender(account).account();
        cache.remove(key);
        dirty.add(key);
    }

    /** Puts back what the database kept of an account; counts of meanwhile stay. */
    void restore(String account, RevisedUsage kept) {
        cache.restore(account, kept);
    }

    /** Whether the nodes of this cluster have the counters already, so that the database has nothing newer. */
    boolean areInCluster() {
        return cache.isMarkedLoaded();
    }

    /** All that the database kept is back. */
    void restored() {
        cache.markLoaded();
        loaded = true;
    }

    /** Marks for writing what was counted since then by whichever node: the one that died did not write it. */
    void markChangedSince(Instant since) {
        cache.changedSince(since.toEpochMilli(), dirty::add);
    }

    /**
     * Takes up to {@code most} accounts that changed since they were last taken. Whoever cannot write them gives them back
     * with {@link #giveBack}.
     */
    List<String> takeDirty(int most) {
        List<String> taken = new ArrayList<>(Math.min(most, dirty.size()));
        Iterator<String> each = dirty.iterator();
        while (each.hasNext() && taken.size() < most) {
            // Removed before its value is read: a count after this marks the account anew.
            taken.add(each.next());
            each.remove();
        }
        return taken;
    }

    void giveBack(Collection<String> accounts) {
        dirty.addAll(accounts);
    }

    /** The current values of {@code accounts}; who has none was forgotten by the store. */
    Map<String, RevisedUsage> values(Collection<String> accounts) {
        return cache.values(accounts);
    }

    /** Accounts whose counts are not yet in the database. */
    public int unwritten() {
        return dirty.size();
    }

    private long nowSeconds() {
        return clock.millis() / 1000;
    }
}
