// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import dev.sekisho.cluster.CacheFactory;
import dev.sekisho.directory.Address;
import dev.sekisho.directory.snapshot.DirectoryCache;
import dev.sekisho.directory.snapshot.ScopeRule;
import dev.sekisho.directory.snapshot.Sender;
import dev.sekisho.limit.SendLimit;
import dev.sekisho.sendlimit.counter.ReserveProcessor.Mode;
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
import javax.cache.processor.EntryProcessor;

/**
 * The counters of all accounts, in a JCache.
 *
 * <p>Counting is exact under any number of threads: check and count are one entry processor. Which accounts have
 * changed since they were last written to the database is kept beside the cache.
 *
 * <p>Safe for use by many threads; {@link #count}, {@link #reserve} and {@link #look} do not block on anything remote
 * with an in-process provider.
 */
public class SendCounters {
    /** Longest period that a limit may have, so nobody needs an entry that was not changed for so long. */
    static final int LONGEST_PERIOD_DAYS = 31;

    /** What decides between counters, the first first. */
    private static final List<LimitResult.Outcome> DECIDING = List.of(
            LimitResult.Outcome.REFUSED,
            LimitResult.Outcome.HELD,
            LimitResult.Outcome.FILTERED,
            LimitResult.Outcome.OBSERVED);

    /** A day on which clocks are set back. */
    private static final long LONGEST_DAY_SECONDS = 90_000;

    private final CounterCache cache;
    private final DirectoryCache directory;
    private final Clock clock;
    private final LimitListener listener;
    private final UnownedCounters strangers = new UnownedCounters();
    private final Set<String> dirty = ConcurrentHashMap.newKeySet();
    private volatile boolean loaded;
    /** End of the day of the last question; reckoning it anew for each would cost more than the count. */
    private volatile long midnightSeconds;

    /**
     * Counters that nobody has brought back yet.
     *
     * @param listener hears news of limits, on the thread that decides
     */
    public SendCounters(CacheFactory caches, DirectoryCache directory, Clock clock, LimitListener listener) {
        this.cache = new CounterCache(caches, Duration.ofDays(LONGEST_PERIOD_DAYS + 1), clock);
        this.directory = directory;
        this.clock = clock;
        this.listener = listener;
    }

    /** Whether the counters of before the start are back; until then every answer would be too kind. */
    public boolean isLoaded() {
        return loaded;
    }

    /**
     * What a message costs now.
     *
     * @param recipients 0 or more
     * @param sizeBytes a size that is not known yet counts as one kibibyte
     * @param recipient one whose domain is known; empty for none
     */
    public Cost cost(int recipients, long sizeBytes, String recipient) {
        long nowSeconds = nowSeconds();
        if (nowSeconds >= midnightSeconds || nowSeconds < midnightSeconds - LONGEST_DAY_SECONDS) {
            midnightSeconds = Instant.ofEpochSecond(nowSeconds)
                    .atZone(clock.getZone())
                    .toLocalDate()
                    .plusDays(1)
                    .atStartOfDay(clock.getZone())
                    .toEpochSecond();
        }
        int kibibytes =
                (int) Math.min(Integer.MAX_VALUE, Math.max(1, sizeBytes / 1024 + (sizeBytes % 1024 == 0 ? 0 : 1)));
        int at = recipient.lastIndexOf('@');
        long[] domains = at < 0
                ? Cost.NO_DOMAINS
                : new long[] {MessageId.fingerprint(Address.canonicalDomain(recipient.substring(at + 1)))};
        return new Cost(recipients, 1, kibibytes, domains, nowSeconds, midnightSeconds);
    }

    /** The counters that a message of {@code sender} has to pass, but for those of scopes. */
    public static List<LimitedCounter> claims(Sender sender) {
        List<SendLimit> limits = sender.limits().limits();
        LimitedCounter account = new LimitedCounter(sender.account(), LimitedCounter.ACCOUNT, limits);
        if (!sender.pool().isUnlimited()) {
            // Also without limits of its own: a busy pool forgets a message before Postfix repeats it, an account does
            // not.
            return List.of(
                    account,
                    new LimitedCounter(
                            poolKey(sender.domain()),
                            LimitedCounter.DOMAIN,
                            sender.pool().limits()));
        }
        return limits.isEmpty() ? List.of() : List.of(account);
    }

    /** Looks whether there is room, counting nothing; a refusal is noted. */
    public LimitResult look(SendAttempt asked) {
        LimitResult told = LimitResult.UNLIMITED;
        for (LimitedCounter claim : asked.claims()) {
            CounterState usage = cache.get(claim.key());
            LimitResult limitResult = LimitCheck.check(
                    usage == null ? CounterState.NONE : usage.upTo(asked.cost()),
                    LimitCheck.array(claim.limits()),
                    asked.cost(),
                    asked.id().transaction());
            if (limitResult.outcome() == LimitResult.Outcome.REFUSED) {
                return run(asked, claim, new ReserveProcessor(claim.limits(), asked.cost(), asked.id(), Mode.LOOK));
            }
            told = told(told, limitResult);
        }
        return told;
    }

    /**
     * Reserves, if every counter has room, and otherwise nothing. A reservation ends when the message is counted, with
     * {@link #release}, or by itself.
     *
     * @param mode one recipient more, or the whole message
     */
    public LimitResult reserve(SendAttempt asked, Mode mode) {
        LimitResult told = LimitResult.UNLIMITED;
        List<LimitedCounter> claims = asked.claims();
        for (int i = 0; i < claims.size(); i++) {
            LimitedCounter claim = claims.get(i);
            if (claim.limits().isEmpty()) {
                continue;
            }
            LimitResult limitResult =
                    run(asked, claim, new ReserveProcessor(claim.limits(), asked.cost(), asked.id(), mode));
            if (limitResult.outcome() == LimitResult.Outcome.REFUSED) {
                release(
                        claims.subList(0, i),
                        asked.id().transaction(),
                        mode == Mode.RECIPIENT ? asked.id().recipient() : Reservation.NO_RECIPIENT);
                return limitResult;
            }
            told = told(told, limitResult);
        }
        return told;
    }

    /**
     * Counts a message if every limit of every counter has room, once for the same message.
     *
     * <p>One counter is one atomic step. With several, each but the last reserves first, the last counts, then the
     * others do, for which there is room now: no message is admitted too many, and one that is refused has left nothing
     * behind.
     */
    public LimitResult count(SendAttempt asked) {
        List<LimitedCounter> claims = asked.claims();
        int last = claims.size() - 1;
        if (last < 0) {
            return LimitResult.UNLIMITED;
        }
        for (int i = 0; i < last; i++) {
            LimitResult limitResult = run(
                    asked,
                    claims.get(i),
                    new ReserveProcessor(claims.get(i).limits(), asked.cost(), asked.id(), Mode.MESSAGE));
            if (limitResult.outcome() == LimitResult.Outcome.REFUSED) {
                release(claims, asked.id().transaction(), Reservation.NO_RECIPIENT);
                return limitResult;
            }
            if (limitResult.outcome() == LimitResult.Outcome.REPEATED && i == 0) {
                return repeated(asked);
            }
        }
        LimitResult told = run(asked, claims.get(last), counting(asked, last, false));
        if (told.outcome() == LimitResult.Outcome.REFUSED) {
            if (last > 0) {
                release(claims, asked.id().transaction(), Reservation.NO_RECIPIENT);
            }
            return told;
        }
        for (int i = last - 1; i >= 0; i--) {
            told = told(run(asked, claims.get(i), counting(asked, i, true)), told);
        }
        return told;
    }

    /** A message that the first counter knows: held again where it was held. */
    private LimitResult repeated(SendAttempt asked) {
        LimitResult told = run(asked, asked.claims().get(0), counting(asked, 0, true));
        for (LimitedCounter claim : asked.claims().subList(1, asked.claims().size())) {
            CounterState usage = cache.get(claim.key());
            LimitResult look = LimitCheck.check(
                    usage == null ? CounterState.NONE : usage.upTo(asked.cost()),
                    LimitCheck.array(claim.limits()),
                    asked.cost().none(),
                    asked.id().transaction());
            if (look.outcome() == LimitResult.Outcome.HELD || look.outcome() == LimitResult.Outcome.FILTERED) {
                told = told(told, look);
            }
        }
        return told;
    }

    private static CountProcessor counting(SendAttempt asked, int claim, boolean reserved) {
        return new CountProcessor(asked.claims().get(claim).limits(), asked.cost(), asked.id(), reserved);
    }

    private LimitResult run(
            SendAttempt asked, LimitedCounter claim, EntryProcessor<String, CounterState, LimitResult> processor) {
        LimitResult limitResult = cache.invoke(claim.key(), processor);
        // Also where it was counted before: the store may have asked twice. What has no window has nothing to write.
        boolean counted = processor instanceof CountProcessor && limitResult.outcome() != LimitResult.Outcome.REFUSED;
        if ((counted || !limitResult.told().isEmpty()) && !claim.limits().isEmpty()) {
            dirty.add(claim.key());
        }
        for (LimitAlert told : limitResult.told()) {
            listener.limitReached(event(asked, claim, told));
        }
        return limitResult;
    }

    private static LimitEvent event(SendAttempt asked, LimitedCounter claim, LimitAlert told) {
        Instant at = Instant.ofEpochSecond(asked.cost().nowSeconds());
        int domain = asked.account().lastIndexOf('@');
        return new LimitEvent(
                told.kind(),
                asked.account(),
                domain < 0 ? "" : asked.account().substring(domain + 1),
                claim.scope(),
                told.limit().toString(),
                told.used(),
                told.limit().amount(),
                at,
                told.freeSeconds() == 0 ? at : Instant.ofEpochSecond(told.freeSeconds()));
    }

    /** Gives back what a message has reserved: it was given up, or its connection has ended. */
    public void release(List<LimitedCounter> claims, long transaction) {
        release(claims, transaction, Reservation.NO_RECIPIENT);
    }

    private void release(List<LimitedCounter> claims, long transaction, long recipient) {
        for (LimitedCounter claim : claims) {
            if (!claim.limits().isEmpty()) {
                cache.invoke(claim.key(), new ReleaseProcessor(transaction, recipient, nowSeconds()));
            }
        }
    }

    /** The one of two outcomes that decides; of equal ones the first, unless it has no limit. */
    private static LimitResult told(LimitResult first, LimitResult second) {
        for (LimitResult.Outcome outcome : DECIDING) {
            if (first.outcome() == outcome) {
                return first;
            }
            if (second.outcome() == outcome) {
                return second;
            }
        }
        return first.limit() == null ? second : first;
    }

    /** No login can be without a local part, so no account's key is a pool's. */
    private static String poolKey(String domain) {
        return '@' + domain;
    }

    /** How much the accounts of {@code domain} have used of each limit that they share; empty if they share none. */
    public List<LimitUsage> poolUsage(String domain) {
        return usage(poolKey(domain), directory.pool(domain).limits());
    }

    /** Forgets what the accounts of {@code domain} have used of their pool. */
    public void resetPool(String domain) {
        forget(poolKey(domain));
    }

    /** How much {@code account} has used of each of its limits; empty if it has none. */
    public List<LimitUsage> usage(String account) {
        Sender sender = directory.sender(account);
        return usage(sender.account(), sender.limits().limits());
    }

    /**
     * The accounts and pools that are nearest to one of their limits, the nearest first; walks through all counters.
     */
    public List<NearLimit> top(int most) {
        NearestLimits nearest = new NearestLimits(most);
        Cost now = now();
        cache.forEach(
                (key, usage) -> nearest.offer(key, LimitUsage.of(usage.upTo(now), limits(key), now.nowSeconds())));
        return nearest.inOrder();
    }

    private List<SendLimit> limits(String key) {
        return (key.startsWith("@")
                        ? directory.pool(key.substring(1))
                        : directory.sender(key).limits())
                .limits();
    }

    /** How much all mail of a scope has used of each of its limits. */
    public List<LimitUsage> usage(ScopeRule rule) {
        return usage(rule.key(), rule.limits().limits());
    }

    private List<LimitUsage> usage(String key, List<SendLimit> limits) {
        CounterState found = cache.get(key);
        Cost now = now();
        return LimitUsage.of(found == null ? CounterState.NONE : found.upTo(now), limits, now.nowSeconds());
    }

    /** Forgets what all mail of a scope has used. */
    public void reset(ScopeRule rule) {
        forget(rule.key());
    }

    /** Forgets what {@code account} has sent, in memory at once and in the database with the next write. */
    public void reset(String account) {
        forget(directory.sender(account).account());
    }

    private void forget(String key) {
        // What has no counter needs none for this, unless the database may still bring one back.
        if (cache.forget(key, !loaded)) {
            dirty.add(key);
        }
    }

    /**
     * Whether there is room for the counter of a login that is no account's. Beyond {@link UnownedCounters#MOST} of
     * them mail is not counted: a client that makes up logins must not fill the memory.
     */
    public boolean admits(Sender sender) {
        return sender.known() || strangers.admit(sender.account());
    }

    /** Questions whose login was not counted, because too many others have counters. */
    public long uncountedLogins() {
        return strangers.refused();
    }

    /** Forgets counters of logins without an account that have nothing in them; returns their keys. */
    List<String> forgetEmptyStrangers(int most) {
        return strangers.idle(most).stream().filter(this::forgetEmpty).toList();
    }

    /** Forgets the counter of a login without an account, unless something is in it or not written yet. */
    boolean forgetEmpty(String stranger) {
        boolean gone = !dirty.contains(stranger) && cache.removeIfEmpty(stranger, now());
        if (gone) {
            strangers.forget(stranger);
        } else {
            strangers.lookedAt(stranger);
        }
        return gone;
    }

    private Cost now() {
        return cost(0, 0, "");
    }

    /** Puts back what the database kept of an account; counts of meanwhile stay. */
    public void restore(String account, CounterState kept) {
        boolean stranger =
                !account.startsWith("@") && !directory.sender(account).known();
        if (!stranger || strangers.admit(account)) {
            cache.restore(account, kept.upTo(now()));
        }
    }

    /** Whether the nodes of this cluster have the counters already, so that the database has nothing newer. */
    boolean areInCluster() {
        return cache.isMarkedLoaded();
    }

    /** All that the database kept is back. */
    public void restored() {
        cache.markLoaded();
        loaded = true;
    }

    /** Marks for writing what was counted since then by whichever node: the one that died did not write it. */
    void markChangedSince(Instant since) {
        cache.changedSince(since, dirty::add);
    }

    /**
     * Takes up to {@code most} accounts that changed since they were last taken. Whoever cannot write them gives them
     * back with {@link #giveBack}.
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

    /** The current values of {@code accounts}; who has none was reset. */
    public Map<String, CounterState> values(Collection<String> accounts) {
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
