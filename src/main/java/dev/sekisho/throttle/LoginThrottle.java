// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.throttle;

import dev.sekisho.cluster.CacheShape;
import dev.sekisho.throttle.LoginAttempt.Kind;
import dev.sekisho.throttle.Verdict.Effect;
import dev.sekisho.writebehind.StoredKey;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import javax.cache.Cache;

/**
 * Asked before a login is looked at and told after it: who guesses is slowed, then refused.
 *
 * <p>Trouble with the counters lets all logins pass, and is told once.
 *
 * <p>Safe for use by many threads; blocks on nothing with an in-process cache.
 */
public class LoginThrottle {
    /** One in so many responses to a challenge counts as another password; a power of two. */
    private static final int CHALLENGE_WEIGHT = 8;

    /** A wait that was told is good for one more question within this many seconds after its end. */
    private static final int WAITED_SECONDS = 60;

    private final ThrottleConfig config;
    private final Cache<Long, Tries> counters;
    private final Blocks blocks;
    private final KnownNetworks known;
    private final Exemptions exemptions;
    private final RuleMeter meter;
    private final Clock clock;
    private final KeyedHash hash;
    private final AtomicBoolean lost = new AtomicBoolean();

    public LoginThrottle(
            ThrottleConfig config,
            Cache<Long, Tries> counters,
            Blocks blocks,
            KnownNetworks known,
            Exemptions exemptions,
            RuleMeter meter,
            Clock clock) {
        this.config = config;
        this.counters = counters;
        this.blocks = blocks;
        this.known = known;
        this.exemptions = exemptions;
        this.meter = meter;
        this.clock = clock;
        this.hash = new KeyedHash(config.key());
    }

    /** The cache that its counters need. */
    public static CacheShape<Long, Tries> counters(ThrottleConfig config) {
        return new CacheShape<>(
                "throttle-counters",
                Long.class,
                Tries.class,
                config.entries(),
                Duration.ofSeconds(config.longestPeriodSeconds()),
                CacheShape.Place.SHARED);
    }

    /** Whether {@code client} is webmail or a proxy, whose word about the real client counts. */
    public boolean isTrusted(String client) {
        return Cidr.address(client).filter(config::isTrusted).isPresent();
    }

    /** What to do with a login before anybody looks at its password. */
    public Verdict before(LoginAttempt attempt) {
        return guarded(() -> subjects(attempt).map(this::judge).orElse(Verdict.PASS));
    }

    /**
     * Counts what became of a login. The verdict is a wait if a refused client has to wait for its next try.
     *
     * @param firstWaitSeconds how long it waits after its first failure; doubled with each further one
     */
    public Verdict after(LoginAttempt attempt, LoginOutcome outcome, int firstWaitSeconds) {
        if (outcome == LoginOutcome.NEITHER) {
            return Verdict.PASS;
        }
        return guarded(() -> subjects(attempt)
                .map(found -> count(found, outcome, firstWaitSeconds))
                .orElse(Verdict.PASS));
    }

    /**
     * How long a blocked client waits before it is told, in seconds: as long as for its last failure that was counted, so
     * that its wait does not tell that it is blocked.
     */
    public int blockedWaitSeconds(LoginAttempt attempt, int firstWaitSeconds) {
        Verdict wait = guarded(() -> subjects(attempt)
                .map(found -> new Verdict(Effect.WAIT, growing(firstWaitSeconds, failures(found)), "", ""))
                .orElse(Verdict.PASS));
        return Math.max(firstWaitSeconds, wait.seconds());
    }

    private int failures(Subjects subjects) {
        int failures = 0;
        for (Rule rule : List.of(Rule.ADDRESS, Rule.UNKNOWN_USERS)) {
            Tries tries = counters.get(subjects.counter(rule));
            failures += tries == null
                    ? 0
                    : tries.distinct(nowSeconds(), config.limit(rule).seconds());
        }
        return failures;
    }

    /**
     * Ends a block and forgets what led to it, so that the next failure is the first again; false if there is no such block.
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
            if (lost.get() && lost.compareAndSet(true, false)) {
                ThrottleMessages.storeBack();
            }
            return verdict;
        } catch (RuntimeException e) {
            meter.count("store", "lost");
            if (lost.compareAndSet(false, true)) {
                ThrottleMessages.storeLost(e);
            }
            return Verdict.PASS;
        }
    }

    private Optional<Subjects> subjects(LoginAttempt attempt) {
        return Cidr.address(attempt.client()).map(address -> new Subjects(attempt, address));
    }

    private Verdict judge(Subjects subjects) {
        if (subjects.trusted || subjects.exempt || known.isKnown(subjects.account, subjects.networkText)) {
            return Verdict.PASS;
        }
        String would = "";
        for (Rule rule : Rule.values()) {
            // Blocks of spraying and of unknown users are on the address, under names of their own.
            Optional<Block> block = blocks.find(subjects.id(rule));
            if (block.isEmpty() || (!rule.blocks() && !mustWait(subjects))) {
                continue;
            }
            Effect effect = rule.blocks() ? Effect.BLOCK : Effect.WAIT;
            if (block.get().observed()) {
                would = word(rule, effect);
                meter.count(rule.word(), "would-" + effect.name().toLowerCase(Locale.ROOT));
            } else {
                meter.count(rule.word(), effect.name().toLowerCase(Locale.ROOT));
                return new Verdict(effect, effect == Effect.WAIT ? config.waitSeconds() : 0, rule.word(), would);
            }
        }
        return would.isEmpty() ? Verdict.PASS : new Verdict(Effect.PASS, 0, "", would);
    }

    /** The first time the same question comes it waits; asked again after that, it has waited. */
    private boolean mustWait(Subjects subjects) {
        if (subjects.attempt.kind() == Kind.CHALLENGE) {
            // nginx must not be told to (CVE-2026-27651).
            return false;
        }
        long key = hash.of("waited", subjects.account, subjects.addressText, subjects.attempt.password());
        long now = nowSeconds();
        Tries told = counters.get(key);
        int period = config.waitSeconds() + WAITED_SECONDS;
        // After a clock that ran ahead was set back the wait begins again.
        if (told != null && told.firstSeconds() <= now && told.distinct(now, period) > 0) {
            if (now - told.firstSeconds() < config.waitSeconds() - 1) {
                return true;
            }
            counters.remove(key);
            return false;
        }
        counters.put(key, Tries.NONE.plus(0, now, period, 1));
        return true;
    }

    private Verdict count(Subjects subjects, LoginOutcome outcome, int firstWaitSeconds) {
        if (outcome == LoginOutcome.GOOD) {
            if (!subjects.trusted) {
                known.remember(subjects.account, subjects.networkText);
            }
            return Verdict.PASS;
        }
        if (subjects.exempt) {
            return Verdict.PASS;
        }
        String would = "";
        int failures = 0;
        for (Map.Entry<Rule, Long> each : subjects.tries(outcome).entrySet()) {
            Rule rule = each.getKey();
            RuleLimit limit = config.limit(rule);
            long now = nowSeconds();
            Tries tries = counters.invoke(
                    subjects.counter(rule), new TryProcessor((int) (each.getValue() >>> 32), now, limit));
            int distinct = tries.distinct(now, limit.seconds());
            if (rule == Rule.ADDRESS || rule == Rule.UNKNOWN_USERS) {
                failures += distinct;
            }
            if (distinct > limit.amount()) {
                boolean observed = config.observed().contains(rule);
                blocks.put(
                        subjects.id(rule),
                        rule,
                        subjects.subject(rule),
                        distinct,
                        limit,
                        tries,
                        observed,
                        subjects.counter(rule));
                if (observed) {
                    would = word(rule, rule.blocks() ? Effect.BLOCK : Effect.WAIT);
                }
            }
        }
        int wait = growing(firstWaitSeconds, failures);
        return new Verdict(wait > 0 ? Effect.WAIT : Effect.PASS, wait, "", would);
    }

    private int growing(int first, int failures) {
        int doublings = Math.max(0, Math.min(failures - 1, 10));
        return Math.min(Math.max(first, config.longestWaitSeconds()), first << doublings);
    }

    private static String word(Rule rule, Effect effect) {
        return rule.word() + ":" + effect.name().toLowerCase(Locale.ROOT);
    }

    private long nowSeconds() {
        return clock.millis() / 1000;
    }

    /** What one try counts against, and what is known of it. */
    private final class Subjects {
        final LoginAttempt attempt;
        final String account;
        final String addressText;
        final String networkText;
        final boolean trusted;
        final boolean exempt;

        Subjects(LoginAttempt attempt, Cidr address) {
            this.attempt = attempt;
            String login = attempt.login();
            // Bounded after its letters are small: İ becomes two characters.
            this.account = StoredKey.login(login.toLowerCase(Locale.ROOT));
            this.addressText = address.toString();
            this.networkText = address.network().toString();
            this.trusted = config.isTrusted(address);
            this.exempt = exemptions.covers(account, address);
        }

        String subject(Rule rule) {
            return switch (rule) {
                case ADDRESS, UNKNOWN_USERS, SPRAYING -> addressText;
                case NETWORK -> networkText;
                case ACCOUNT_NETWORK -> account + " " + networkText;
                case ACCOUNT, DISTRIBUTED -> account;
            };
        }

        long id(Rule rule) {
            return hash.of("block", rule.word(), subject(rule));
        }

        long counter(Rule rule) {
            String subject = rule == Rule.SPRAYING ? attempt.password() : subject(rule);
            return hash.of("counter", rule.word(), subject);
        }

        /** What is counted as distinct, by rule; rules that this failure is nothing to are left out. */
        Map<Rule, Long> tries(LoginOutcome outcome) {
            Map<Rule, Long> tries = new EnumMap<>(Rule.class);
            long password = password();
            if (!trusted) {
                long pair = hash.of("pair", account, Long.toHexString(password));
                tries.put(Rule.ADDRESS, pair);
                tries.put(Rule.NETWORK, pair);
                if (outcome == LoginOutcome.UNKNOWN_USER) {
                    tries.put(Rule.UNKNOWN_USERS, hash.of("account", account));
                }
                if (attempt.kind() == Kind.PLAIN) {
                    tries.put(Rule.SPRAYING, hash.of("account", account));
                }
            }
            if (outcome == LoginOutcome.WRONG_PASSWORD && !known.isKnown(account, networkText)) {
                if (!trusted) {
                    tries.put(Rule.ACCOUNT_NETWORK, password);
                    tries.put(Rule.DISTRIBUTED, hash.of("network", networkText));
                }
                tries.put(Rule.ACCOUNT, password);
            }
            return tries;
        }

        private long password() {
            long value = hash.of("password", attempt.password());
            boolean same = attempt.kind() == Kind.CHALLENGE && (value & (CHALLENGE_WEIGHT - 1)) != 0;
            return same ? hash.of("challenge") : value;
        }
    }
}
