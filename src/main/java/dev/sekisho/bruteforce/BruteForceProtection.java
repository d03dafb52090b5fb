// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.bruteforce;

import dev.sekisho.bruteforce.KnownNetworks.Standing;
import dev.sekisho.bruteforce.LoginAttempt.Kind;
import dev.sekisho.bruteforce.Verdict.Effect;
import dev.sekisho.cluster.CacheSpec;
import dev.sekisho.database.Outage;
import dev.sekisho.net.IpNetwork;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.cache.Cache;

/**
 * Asked before a login is looked at and told after it: who guesses is slowed, then refused.
 *
 * <p>Trouble with the counters lets all logins pass, and is told once.
 *
 * <p>Clients whose address is unknown (none was given, or what was given is no literal address) count as one client and
 * as one network, {@link AttemptKeys#UNKNOWN_ADDRESS}: a forged address must not be a way around the rules, and another
 * text each time not another client each time. This network is never a known or a trusted one, so the limits of
 * strangers hold. But all who come without an address share it, such as every user behind an nginx that listens on a
 * Unix socket, and one guesser among them must not shut out the others: where a rule would block the address or its
 * network as a whole, these clients wait instead, once for each question. A block of one account in this network is a
 * block: it shuts out that account's logins without an address, and no others.
 *
 * <p>Safe for use by many threads; blocks on nothing with an in-process cache.
 */
public class BruteForceProtection {
    /** The wait is at its bound by then: 3 s doubled seven times are more than five minutes. */
    private static final int MOST_DOUBLINGS = 10;

    /** A mark, since {@link #guarded} hands out verdicts only. */
    private static final Verdict KNOWN = new Verdict(Effect.PASS, 0, "known", "");

    /** A wait that was told is good for one more question within this many seconds after its end. */
    private static final int WAITED_SECONDS = 60;

    private final BruteForceConfig config;
    private final Cache<Long, FailureWindow> counters;
    private final Blocks blocks;
    private final KnownNetworks known;
    private final Exemptions exemptions;
    private final RuleMetrics unit;
    private final Clock clock;
    private final KeyedHash hash;
    private final Outage outage;

    public BruteForceProtection(
            BruteForceConfig config,
            Cache<Long, FailureWindow> counters,
            Blocks blocks,
            KnownNetworks known,
            Exemptions exemptions,
            RuleMetrics unit,
            Clock clock) {
        this.config = config;
        this.counters = counters;
        this.blocks = blocks;
        this.known = known;
        this.exemptions = exemptions;
        this.unit = unit;
        this.clock = clock;
        this.outage = new Outage(clock);
        this.hash = new KeyedHash(config.key());
    }

    /** The cache that its counters need. */
    public static CacheSpec<Long, FailureWindow> counters(BruteForceConfig config) {
        return new CacheSpec<>(
                "bruteforce-counters",
                Long.class,
                FailureWindow.class,
                config.entries(),
                Duration.ofSeconds(config.longestPeriodSeconds()),
                CacheSpec.Place.SHARED);
    }

    /** Whether {@code client} is webmail or a proxy, whose word about the real client counts. */
    public boolean isTrusted(String client) {
        return IpNetwork.address(client).filter(config::isTrusted).isPresent();
    }

    /** What to do with a login before anybody looks at its password. */
    public Verdict before(LoginAttempt attempt) {
        return guarded(() -> judge(subjects(attempt)));
    }

    /**
     * Counts what became of a login. The verdict is a wait if a refused client has to wait for its next try.
     *
     * @param firstWaitSeconds how long it waits after its first failure; doubled with each further one
     */
    public Verdict after(LoginAttempt attempt, AttemptOutcome outcome, int firstWaitSeconds) {
        if (outcome == AttemptOutcome.UNDECIDED) {
            return Verdict.PASS;
        }
        return guarded(() -> count(subjects(attempt), outcome, firstWaitSeconds));
    }

    /**
     * How long a blocked client waits before it is told, in seconds. Its try is counted for the wait, and for nothing
     * else, so that the wait grows as it would without the block.
     */
    public int blockedWaitSeconds(LoginAttempt attempt, int firstWaitSeconds) {
        Verdict wait =
                guarded(() -> new Verdict(Effect.WAIT, growingWait(subjects(attempt), firstWaitSeconds), "", ""));
        return Math.max(firstWaitSeconds, wait.seconds());
    }

    /** Whether the account logged in well from the network of this attempt; false if that cannot be told now. */
    public boolean isKnown(LoginAttempt attempt) {
        Verdict verdict = guarded(() -> subjects(attempt).standing() == Standing.STRANGER ? Verdict.PASS : KNOWN);
        return verdict.equals(KNOWN);
    }

    /**
     * Ends a block and forgets what led to it, so that the next failure is the first again; false if there is no such
     * block.
     *
     * <p>The counter goes first: a failure between the two can only find an empty one.
     */
    public boolean lift(long id) {
        Optional<Block> block = blocks.find(id);
        block.ifPresent(found -> counters.remove(found.counter()));
        return block.isPresent() && blocks.remove(id);
    }

    /** The one place that decides what lost counters mean: nobody is refused for them. */
    private Verdict guarded(Supplier<Verdict> question) {
        try {
            Verdict verdict = question.get();
            if (outage.ends()) {
                BruteForceMessages.storeBack();
            }
            return verdict;
        } catch (RuntimeException e) {
            unit.count("store", "lost");
            if (outage.begins()) {
                BruteForceMessages.storeLost(e);
            }
            return Verdict.PASS;
        }
    }

    private AttemptKeys subjects(LoginAttempt attempt) {
        Optional<IpNetwork> address = IpNetwork.address(attempt.client());
        return new AttemptKeys(
                attempt, address, address.filter(config::isTrusted).isPresent(), hash, known);
    }

    private Verdict judge(AttemptKeys subjects) {
        if (subjects.trusted() || isExempt(subjects)) {
            return Verdict.PASS;
        }
        String would = "";
        Optional<Boolean> waits = Optional.empty();
        for (Rule rule : subjects.rules()) {
            // Blocks of spraying and of unknown users are on the address, under names of their own.
            Optional<Block> block = blocks.find(subjects.id(rule));
            if (block.isEmpty()) {
                continue;
            }
            Effect effect = subjects.effect(rule);
            if (effect == Effect.WAIT) {
                // Asked once for all rules: the answer is noted, and a second question would make it wait again.
                boolean wait = waits.isPresent() ? waits.get() : mustWait(subjects);
                waits = Optional.of(wait);
                if (!wait) {
                    continue;
                }
            }
            if (block.get().observed()) {
                would = word(rule, effect);
                unit.count(rule.word(), "would-" + effect.name().toLowerCase(Locale.ROOT));
            } else {
                unit.count(rule.word(), effect.name().toLowerCase(Locale.ROOT));
                return new Verdict(effect, effect == Effect.WAIT ? config.waitSeconds() : 0, rule.word(), would);
            }
        }
        return would.isEmpty() ? Verdict.PASS : new Verdict(Effect.PASS, 0, "", would);
    }

    /** The first time the same question comes it waits; asked again after that, it has waited. */
    private boolean mustWait(AttemptKeys subjects) {
        if (subjects.attempt().kind() == Kind.CHALLENGE) {
            // nginx must not be told to (CVE-2026-27651).
            return false;
        }
        long key = subjects.waited();
        long now = nowSeconds();
        FailureWindow told = counters.get(key);
        int period = config.waitSeconds() + WAITED_SECONDS;
        // After a clock that ran ahead was set back the wait begins again.
        if (told != null && told.firstSeconds() <= now && told.distinct(now, period) > 0) {
            if (now - told.firstSeconds() < config.waitSeconds() - 1) {
                return true;
            }
            counters.remove(key);
            return false;
        }
        counters.put(key, FailureWindow.NONE.plus(0, now, period, 1));
        return true;
    }

    private boolean isExempt(AttemptKeys subjects) {
        return isExemptAddress(subjects) || exemptions.coversAccount(subjects.account());
    }

    private boolean isExemptAddress(AttemptKeys subjects) {
        return subjects.address().filter(exemptions::coversAddress).isPresent();
    }

    private Verdict count(AttemptKeys subjects, AttemptOutcome outcome, int firstWaitSeconds) {
        if (outcome == AttemptOutcome.SUCCESS) {
            if (!subjects.trusted()) {
                subjects.address().ifPresent(address -> known.remember(subjects.account(), address));
            }
            return Verdict.PASS;
        }
        int wait = growingWait(subjects, firstWaitSeconds);
        String would = outcome == AttemptOutcome.NO_GUESS || isExempt(subjects) ? "" : countByRule(subjects, outcome);
        return new Verdict(wait > 0 ? Effect.WAIT : Effect.PASS, wait, "", would);
    }

    /** What rules that are only observed would have done. */
    private String countByRule(AttemptKeys subjects, AttemptOutcome outcome) {
        String would = "";
        for (Map.Entry<Rule, Long> each : subjects.tries(outcome).entrySet()) {
            Rule rule = each.getKey();
            RuleLimit limit = limit(subjects, rule);
            FailureWindow tries = tried(subjects.counter(rule), each.getValue(), limit);
            int distinct = tries.distinct(nowSeconds(), limit.seconds());
            if (distinct > limit.amount()) {
                boolean observed = config.observed().contains(rule);
                boolean told = outcome != AttemptOutcome.UNKNOWN_USER || !rule.isOfAccount();
                blocks.put(subjects, new Blocks.Broken(rule, limit, tries, distinct, observed, told));
                if (observed) {
                    would = word(rule, subjects.effect(rule));
                }
            }
        }
        return would;
    }

    private RuleLimit limit(AttemptKeys subjects, Rule rule) {
        return rule == Rule.ACCOUNT_NETWORK && subjects.standing() != Standing.STRANGER
                ? config.knownLimit()
                : config.limit(rule);
    }

    private FailureWindow tried(long counter, long what, RuleLimit limit) {
        return counters.invoke(counter, new CountFailureProcessor((int) (what >>> 32), nowSeconds(), limit));
    }

    /**
     * The wait after one more failure from this address, whatever the account, whether it exists, is exempt, or the
     * address is blocked: a counter of its own, since those of rules differ in just that.
     */
    private int growingWait(AttemptKeys subjects, int firstWaitSeconds) {
        if (subjects.trusted() || isExemptAddress(subjects)) {
            return firstWaitSeconds;
        }
        RuleLimit kept =
                new RuleLimit(MOST_DOUBLINGS, config.limit(Rule.ADDRESS).seconds());
        FailureWindow tries = tried(subjects.failures(), subjects.pair(), kept);
        return growing(firstWaitSeconds, tries.distinct(nowSeconds(), kept.seconds()));
    }

    private int growing(int first, int failures) {
        int doublings = Math.max(0, Math.min(failures - 1, MOST_DOUBLINGS));
        return Math.min(Math.max(first, config.longestWaitSeconds()), first << doublings);
    }

    private static String word(Rule rule, Effect effect) {
        return rule.word() + ":" + effect.name().toLowerCase(Locale.ROOT);
    }

    private long nowSeconds() {
        return clock.millis() / 1000;
    }
}
