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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.cache.Cache;

/**
 * Decides before the check of a password, and counts after it: a client that guesses passwords is slowed, then blocked.
 *
 * <p>If the counters do not answer, all logins pass, and this is logged once.
 *
 * <p>Clients with an unknown address (none given, or not a literal address) count as one client and one network,
 * {@link AttemptKeys#UNKNOWN_ADDRESS}: a forged address must not bypass the rules. This network is never known or
 * trusted, so the limits of unknown networks apply. But all clients without an address share it, such as every user
 * behind an nginx that listens on a Unix socket, and one attacker among them must not block the others: where a rule
 * would block the address or its network, these clients wait instead, once for each request. A block of one account in
 * this network is a real block, for that account's logins without an address only.
 *
 * <p>Never blocks with a cache in this process.
 */
public class BruteForceProtection {
    /** The wait reaches its bound by then: 3 s doubled seven times are more than five minutes. */
    private static final int MOST_DOUBLINGS = 10;

    /** A marker, since {@link #guarded} returns verdicts only. */
    private static final Verdict KNOWN = new Verdict(Effect.PASS, 0, "known", Optional.empty(), "");

    /** A wait is valid for one more request within this many seconds after its end. */
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

    /** The cache of the counters. */
    public static CacheSpec<Long, FailureWindow> counters(BruteForceConfig config) {
        return new CacheSpec<>(
                "bruteforce-counters",
                Long.class,
                FailureWindow.class,
                config.entries(),
                Duration.ofSeconds(config.longestPeriodSeconds()),
                CacheSpec.Place.SHARED);
    }

    /** Whether {@code client} is a webmail server or a proxy, whose report of the real client counts. */
    public boolean isTrusted(String client) {
        return IpNetwork.address(client).filter(config::isTrusted).isPresent();
    }

    /** The verdict on a login before the check of its password. */
    public Verdict before(LoginAttempt attempt) {
        return guarded(() -> evaluate(keys(attempt)));
    }

    /**
     * Counts the outcome of a login. The verdict is a wait if a rejected client must wait before its next attempt.
     *
     * @param firstWaitSeconds the wait after the first failure; doubled with each further one
     */
    public Verdict after(LoginAttempt attempt, AttemptOutcome outcome, int firstWaitSeconds) {
        if (outcome == AttemptOutcome.UNDECIDED) {
            return Verdict.PASS;
        }
        return guarded(() -> count(keys(attempt), outcome, firstWaitSeconds));
    }

    /**
     * The wait of a blocked client before its answer, in seconds. Its attempt counts for the wait only, so that the
     * wait grows as without the block.
     */
    public int blockedWaitSeconds(LoginAttempt attempt, int firstWaitSeconds) {
        Verdict wait = guarded(() -> Verdict.waiting(growingWait(keys(attempt), firstWaitSeconds), ""));
        return Math.max(firstWaitSeconds, wait.seconds());
    }

    /** Whether the account has logged in from the network of this attempt; false if that is not known now. */
    public boolean isKnown(LoginAttempt attempt) {
        Verdict verdict = guarded(() -> keys(attempt).standing() == Standing.STRANGER ? Verdict.PASS : KNOWN);
        return verdict.equals(KNOWN);
    }

    /**
     * The blocks and waits that apply now to a login of an account from a client, in the order in which they decide;
     * none of an observed rule.
     *
     * @param client the address of the client; empty for a client of unknown address
     */
    public List<Block> applying(String account, String client) {
        AttemptKeys keys = keys(new LoginAttempt(account, client, "", Kind.PLAIN, 0));
        if (keys.trusted() || isExempt(keys)) {
            return List.of();
        }
        return keys.rules().stream()
                .sorted()
                .map(rule -> blocks.find(keys.id(rule)))
                .flatMap(Optional::stream)
                .filter(block -> !block.observed())
                .toList();
    }

    /**
     * Removes a block and its counter, so that the next failure is the first again; false if there is no such block.
     *
     * <p>The counter is removed first: a failure between the two finds an empty one.
     */
    public boolean lift(long id) {
        Optional<Block> block = blocks.find(id);
        block.ifPresent(found -> counters.remove(found.counter()));
        return block.isPresent() && blocks.remove(id);
    }

    /** The one place that handles lost counters: no login is rejected because of them. */
    private Verdict guarded(Supplier<Verdict> evaluation) {
        try {
            Verdict verdict = evaluation.get();
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

    private AttemptKeys keys(LoginAttempt attempt) {
        Optional<IpNetwork> address = IpNetwork.address(attempt.client());
        return new AttemptKeys(
                attempt, address, address.filter(config::isTrusted).isPresent(), hash, known);
    }

    private Verdict evaluate(AttemptKeys keys) {
        if (keys.trusted() || isExempt(keys)) {
            return Verdict.PASS;
        }
        String observedEffect = "";
        Optional<Boolean> waits = Optional.empty();
        for (Rule rule : keys.rules()) {
            // Blocks of spraying and of unknown users are on the address, with their own keys.
            Optional<Block> block = blocks.find(keys.id(rule));
            if (block.isEmpty()) {
                continue;
            }
            Effect effect = keys.effect(rule);
            if (effect == Effect.WAIT) {
                // Evaluated once for all rules: it stores a mark, and a second evaluation would wait again.
                boolean wait = waits.isPresent() ? waits.get() : mustWait(keys);
                waits = Optional.of(wait);
                if (!wait) {
                    continue;
                }
            }
            if (block.get().observed()) {
                observedEffect = word(rule, effect);
                unit.count(rule.word(), "would-" + effect.name().toLowerCase(Locale.ROOT));
            } else {
                unit.count(rule.word(), effect.name().toLowerCase(Locale.ROOT));
                return new Verdict(
                        effect,
                        effect == Effect.WAIT ? config.waitSeconds() : 0,
                        rule.word(),
                        Optional.of(block.get().until()),
                        observedEffect);
            }
        }
        return Verdict.observed(observedEffect);
    }

    /** The first request waits; its repetition has waited. */
    private boolean mustWait(AttemptKeys keys) {
        if (keys.attempt().kind() == Kind.CHALLENGE) {
            // nginx must not get a wait (CVE-2026-27651).
            return false;
        }
        long key = keys.waited();
        long now = nowSeconds();
        FailureWindow waited = counters.get(key);
        int period = config.waitSeconds() + WAITED_SECONDS;
        // After the clock was set back the wait begins again.
        if (waited != null && waited.firstSeconds() <= now && waited.distinct(now, period) > 0) {
            if (now - waited.firstSeconds() < config.waitSeconds() - 1) {
                return true;
            }
            counters.remove(key);
            return false;
        }
        counters.put(key, FailureWindow.NONE.plus(0, now, period, 1));
        return true;
    }

    private boolean isExempt(AttemptKeys keys) {
        return isExemptAddress(keys) || exemptions.coversAccount(keys.account());
    }

    private boolean isExemptAddress(AttemptKeys keys) {
        return keys.address().filter(exemptions::coversAddress).isPresent();
    }

    private Verdict count(AttemptKeys keys, AttemptOutcome outcome, int firstWaitSeconds) {
        if (outcome == AttemptOutcome.SUCCESS) {
            if (!keys.trusted()) {
                keys.address().ifPresent(address -> known.remember(keys.account(), address));
            }
            return Verdict.PASS;
        }
        int wait = growingWait(keys, firstWaitSeconds);
        String observedEffect = outcome == AttemptOutcome.NO_GUESS || isExempt(keys) ? "" : countByRule(keys, outcome);
        return Verdict.waiting(wait, observedEffect);
    }

    /** Counts the failure at each rule; returns what observed rules would have done. */
    private String countByRule(AttemptKeys keys, AttemptOutcome outcome) {
        String observedEffect = "";
        for (Map.Entry<Rule, Long> each : keys.tries(outcome).entrySet()) {
            Rule rule = each.getKey();
            RuleLimit limit = limit(keys, rule);
            FailureWindow failures = tried(keys.counter(rule), each.getValue(), limit);
            int distinct = failures.distinct(nowSeconds(), limit.seconds());
            if (distinct > limit.amount()) {
                boolean observed = config.observed().contains(rule);
                boolean notify = outcome != AttemptOutcome.UNKNOWN_USER || !rule.isOfAccount();
                blocks.put(keys, new Blocks.Broken(rule, limit, failures, distinct, observed, notify));
                if (observed) {
                    observedEffect = word(rule, keys.effect(rule));
                }
            }
        }
        return observedEffect;
    }

    private RuleLimit limit(AttemptKeys keys, Rule rule) {
        return rule == Rule.ACCOUNT_NETWORK && keys.standing() != Standing.STRANGER
                ? config.knownLimit()
                : config.limit(rule);
    }

    private FailureWindow tried(long counter, long what, RuleLimit limit) {
        return counters.invoke(counter, new CountFailureProcessor((int) (what >>> 32), nowSeconds(), limit));
    }

    /**
     * The wait after one more failure from this address. It does not depend on the account, an exemption of it, or a
     * block, so it has its own counter.
     */
    private int growingWait(AttemptKeys keys, int firstWaitSeconds) {
        if (keys.trusted() || isExemptAddress(keys)) {
            return firstWaitSeconds;
        }
        RuleLimit kept =
                new RuleLimit(MOST_DOUBLINGS, config.limit(Rule.ADDRESS).seconds());
        FailureWindow failures = tried(keys.failures(), keys.pair(), kept);
        return backoffSeconds(firstWaitSeconds, failures.distinct(nowSeconds(), kept.seconds()));
    }

    private int backoffSeconds(int first, int failures) {
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
