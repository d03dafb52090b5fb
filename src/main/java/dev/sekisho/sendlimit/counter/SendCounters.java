// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.cluster.CacheFactory;
import dev.sekisho.directory.snapshot.DirectoryCache;
import dev.sekisho.directory.snapshot.ScopeRule;
import dev.sekisho.directory.snapshot.Sender;
import dev.sekisho.limit.SendLimit;
import dev.sekisho.limit.SendLimits;
import dev.sekisho.sendlimit.counter.ReserveProcessor.Mode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.cache.processor.EntryProcessor;

/**
 * All send counters, in a JCache.
 *
 * <p>A check and its count are one entry processor, so counts are exact with any number of threads. The keys that
 * changed since the last write to the database are kept beside the cache.
 *
 * <p>With a cache in this process {@link #count}, {@link #reserve} and {@link #peek} never block.
 */
@ThreadSafe
public class SendCounters {
    /** The longest period of a limit: an entry that did not change for so long is not needed. */
    static final int LONGEST_PERIOD_DAYS = 31;

    private final CounterCache cache;
    private final DirectoryCache directory;
    private final Clock clock;
    private final MessageCosts costs;
    private final LimitListener listener;
    private final UnownedCounters unowned = new UnownedCounters();
    private final Set<String> dirty = ConcurrentHashMap.newKeySet();
    private volatile boolean loaded;

    /**
     * Counters that are not restored yet.
     *
     * @param listener receives the alerts, on the thread of the request
     */
    public SendCounters(CacheFactory caches, DirectoryCache directory, Clock clock, LimitListener listener) {
        this.cache = new CounterCache(caches, Duration.ofDays(LONGEST_PERIOD_DAYS + 1), clock);
        this.directory = directory;
        this.clock = clock;
        this.costs = new MessageCosts(clock);
        this.listener = listener;
    }

    /** Whether the counters of before the start are restored; until then each answer would be too generous. */
    public boolean isLoaded() {
        return loaded;
    }

    /**
     * The cost of a message at the current time.
     *
     * @param recipients 0 or more
     * @param sizeBytes a size that is not known yet counts as one kibibyte
     * @param recipient an address whose domain counts; empty for none
     */
    public Cost cost(int recipients, long sizeBytes, String recipient) {
        return costs.of(recipients, sizeBytes, recipient);
    }

    /** The counters of the account and its pool; empty if neither has a limit. */
    public static List<LimitedCounter> ofSender(Sender sender) {
        List<SendLimit> limits = sender.limits().limits();
        LimitedCounter account = new LimitedCounter(sender.account(), LimitedCounter.ACCOUNT, limits);
        if (!sender.pool().isUnlimited()) {
            // The account also without limits of its own: a busy pool forgets a message before Postfix repeats it.
            return List.of(
                    account,
                    new LimitedCounter(
                            poolKey(sender.domain()),
                            LimitedCounter.DOMAIN,
                            sender.pool().limits()));
        }
        return limits.isEmpty() ? List.of() : List.of(account);
    }

    /** Checks for room. Nothing is counted; only a refusal changes a counter. */
    public LimitResult peek(SendAttempt attempt) {
        LimitResult strictest = LimitResult.UNLIMITED;
        for (LimitedCounter counter : attempt.counters()) {
            LimitResult result = check(attempt, counter, attempt.cost());
            if (result.isRefused()) {
                return run(
                        attempt,
                        counter,
                        new ReserveProcessor(counter.limits(), attempt.cost(), attempt.id(), Mode.PEEK));
            }
            strictest = LimitResult.strictest(strictest, result);
        }
        return strictest;
    }

    private LimitResult check(SendAttempt attempt, LimitedCounter counter, Cost cost) {
        CounterState state = cache.get(counter.key());
        return LimitCheck.check(
                state == null ? CounterState.NONE : state.upTo(attempt.cost()),
                LimitCheck.array(counter.limits()),
                cost,
                attempt.id().transaction());
    }

    /**
     * Reserves at every counter if all have room, and otherwise at none. A reservation ends when the message is
     * counted, with {@link #release}, or when it expires.
     *
     * @param mode one more recipient, or the whole message
     */
    public LimitResult reserve(SendAttempt attempt, Mode mode) {
        LimitResult strictest = LimitResult.UNLIMITED;
        List<LimitedCounter> counters = attempt.counters();
        for (int i = 0; i < counters.size(); i++) {
            LimitedCounter counter = counters.get(i);
            if (counter.limits().isEmpty()) {
                continue;
            }
            LimitResult result =
                    run(attempt, counter, new ReserveProcessor(counter.limits(), attempt.cost(), attempt.id(), mode));
            if (result.isRefused()) {
                release(
                        counters.subList(0, i),
                        attempt.id().transaction(),
                        mode == Mode.RECIPIENT ? attempt.id().recipient() : Reservation.NO_RECIPIENT);
                return result;
            }
            strictest = LimitResult.strictest(strictest, result);
        }
        return strictest;
    }

    /**
     * Counts a message once if every limit of every counter has room.
     *
     * <p>One counter takes one atomic step. With several, each but the last reserves, then the last counts, then the
     * others count what they reserved: no message too many is admitted, and a refused message leaves no count.
     */
    public LimitResult count(SendAttempt attempt) {
        List<LimitedCounter> counters = attempt.counters();
        int last = counters.size() - 1;
        if (last < 0) {
            return LimitResult.UNLIMITED;
        }
        for (int i = 0; i < last; i++) {
            LimitedCounter counter = counters.get(i);
            LimitResult result = run(
                    attempt,
                    counter,
                    new ReserveProcessor(counter.limits(), attempt.cost(), attempt.id(), Mode.MESSAGE));
            if (result.isRefused()) {
                release(counters, attempt.id().transaction());
                return result;
            }
            if (result.outcome() == LimitResult.Outcome.REPEATED && i == 0) {
                return repeat(attempt);
            }
        }
        return countReserved(attempt, last);
    }

    /** Counts at the last counter, then at those before it, which have reserved. */
    private LimitResult countReserved(SendAttempt attempt, int last) {
        LimitResult strictest = count(attempt, last, false);
        if (strictest.isRefused()) {
            if (last > 0) {
                release(attempt.counters(), attempt.id().transaction());
            }
            return strictest;
        }
        for (int i = last - 1; i >= 0; i--) {
            strictest = LimitResult.strictest(count(attempt, i, true), strictest);
        }
        return strictest;
    }

    /** A message that the first counter has counted: it is held or filtered again if it was before. */
    private LimitResult repeat(SendAttempt attempt) {
        LimitResult strictest = count(attempt, 0, true);
        Cost none = attempt.cost().none();
        for (LimitedCounter counter :
                attempt.counters().subList(1, attempt.counters().size())) {
            LimitResult result = check(attempt, counter, none);
            if (result.isDiverted()) {
                strictest = LimitResult.strictest(strictest, result);
            }
        }
        return strictest;
    }

    private LimitResult count(SendAttempt attempt, int index, boolean reserved) {
        LimitedCounter counter = attempt.counters().get(index);
        return run(attempt, counter, new CountProcessor(counter.limits(), attempt.cost(), attempt.id(), reserved));
    }

    private LimitResult run(
            SendAttempt attempt, LimitedCounter counter, EntryProcessor<String, CounterState, LimitResult> processor) {
        LimitResult result = cache.invoke(counter.key(), processor);
        // Also a repetition: the store may have run the processor twice. Without a window there is nothing to write.
        boolean counted = processor instanceof CountProcessor && !result.isRefused();
        if ((counted || !result.alerts().isEmpty()) && !counter.limits().isEmpty()) {
            dirty.add(counter.key());
        }
        for (LimitAlert alert : result.alerts()) {
            listener.limitReached(LimitEvent.of(attempt, counter, alert));
        }
        return result;
    }

    /** Releases what a message has reserved: it was given up, or its connection has ended. */
    public void release(List<LimitedCounter> counters, long transaction) {
        release(counters, transaction, Reservation.NO_RECIPIENT);
    }

    private void release(List<LimitedCounter> counters, long transaction, long recipient) {
        for (LimitedCounter counter : counters) {
            if (!counter.limits().isEmpty()) {
                cache.invoke(counter.key(), new ReleaseProcessor(transaction, recipient, clock.millis() / 1000));
            }
        }
    }

    /** The key of a domain's pool. A login has a local part, so no account has it. */
    public static String poolKey(String domain) {
        return '@' + domain;
    }

    /** The use of each limit that the accounts of {@code domain} share; empty if they share none. */
    public List<LimitUsage> poolUsage(String domain) {
        return usage(poolKey(domain), directory.pool(domain).limits());
    }

    /** Sets the pool of {@code domain} to zero. */
    public void resetPool(String domain) {
        forget(poolKey(domain));
    }

    /** The use of the limits of each counter of a key, in one read of the store. */
    public Map<String, List<LimitUsage>> usages(Map<String, SendLimits> limits) {
        Cost now = costs.none();
        Map<String, CounterState> states = cache.values(limits.keySet());
        Map<String, List<LimitUsage>> usages = new HashMap<>();
        limits.forEach((key, each) -> usages.put(
                key,
                LimitUsage.of(states.getOrDefault(key, CounterState.NONE).upTo(now), each.limits(), now.nowSeconds())));
        return usages;
    }

    /** The use of each limit of {@code account}; empty if it has none. */
    public List<LimitUsage> usage(String account) {
        Sender sender = directory.sender(account);
        return usage(sender.account(), sender.limits().limits());
    }

    /** The accounts and pools with the largest used share of a limit, largest first; visits all counters. */
    public List<NearLimit> top(int most) {
        NearestLimits nearest = new NearestLimits(most);
        Cost now = costs.none();
        cache.forEach(
                (key, state) -> nearest.offer(key, LimitUsage.of(state.upTo(now), limits(key), now.nowSeconds())));
        return nearest.inOrder();
    }

    private List<SendLimit> limits(String key) {
        if (!key.startsWith("@")) {
            return directory.sender(key).limits().limits();
        }
        return directory.sendScopes().rules().stream()
                .filter(each -> each.key().equals(key))
                .findFirst()
                .map(ScopeRule::limits)
                .orElseGet(() -> directory.pool(key.substring(1)))
                .limits();
    }

    /** The use of each limit of a scope. */
    public List<LimitUsage> usage(ScopeRule rule) {
        return usage(rule.key(), rule.limits().limits());
    }

    private List<LimitUsage> usage(String key, List<SendLimit> limits) {
        CounterState found = cache.get(key);
        Cost now = costs.none();
        return LimitUsage.of(found == null ? CounterState.NONE : found.upTo(now), limits, now.nowSeconds());
    }

    /** Sets the counter of a scope to zero. */
    public void reset(ScopeRule rule) {
        forget(rule.key());
    }

    /** Sets the counter of {@code account} to zero, in memory at once and in the database with the next write. */
    public void reset(String account) {
        forget(directory.sender(account).account());
    }

    private void forget(String key) {
        // A key without an entry needs none, unless the database may still restore one.
        if (cache.forget(key, !loaded)) {
            dirty.add(key);
        }
    }

    /**
     * Whether the login may have a counter: an account always, another login as long as there are fewer than
     * {@link UnownedCounters#MOST}. Mail of further logins is not counted, so that a client with made-up logins cannot
     * fill the memory.
     */
    public boolean admits(Sender sender) {
        return sender.known() || unowned.admit(sender.account());
    }

    /** Requests whose login was not counted, because too many other logins have counters. */
    public long uncountedLogins() {
        return unowned.refused();
    }

    /** Removes the counters of idle logins without an account that are empty; returns their keys. */
    List<String> forgetIdleUnowned(int most) {
        return unowned.idle(most).stream().filter(this::forgetEmpty).toList();
    }

    /** Removes the counter of a login without an account, unless it is in use or not written yet. */
    boolean forgetEmpty(String login) {
        boolean gone = !dirty.contains(login) && cache.removeIfEmpty(login, costs.none());
        if (gone) {
            unowned.forget(login);
        } else {
            unowned.checked(login);
        }
        return gone;
    }

    /** Restores a counter from the database; counts since the start are kept. */
    public void restore(String account, CounterState stored) {
        boolean isUnowned =
                !account.startsWith("@") && !directory.sender(account).known();
        if (!isUnowned || unowned.admit(account)) {
            cache.restore(account, stored.upTo(costs.none()));
        }
    }

    /** Whether another node of the cluster has the counters already, so that the database has nothing newer. */
    boolean areInCluster() {
        return cache.isMarkedLoaded();
    }

    /** Marks the counters as restored. */
    public void restored() {
        cache.markLoaded();
        loaded = true;
    }

    /** Marks for writing what any node has counted since then: a node that died did not write it. */
    void markChangedSince(Instant since) {
        cache.changedSince(since, dirty::add);
    }

    /** Takes up to {@code most} changed keys. A caller that cannot write them returns them with {@link #giveBack}. */
    List<String> takeDirty(int most) {
        List<String> taken = new ArrayList<>(Math.min(most, dirty.size()));
        Iterator<String> each = dirty.iterator();
        while (each.hasNext() && taken.size() < most) {
            // Removed before its value is read: a later count marks the key again.
            taken.add(each.next());
            each.remove();
        }
        return taken;
    }

    void giveBack(Collection<String> accounts) {
        dirty.addAll(accounts);
    }

    /** The current states of {@code accounts}; without an entry for a counter that was removed. */
    public Map<String, CounterState> values(Collection<String> accounts) {
        return cache.values(accounts);
    }

    /** The number of counters that are not written to the database yet. */
    public int unwritten() {
        return dirty.size();
    }
}
