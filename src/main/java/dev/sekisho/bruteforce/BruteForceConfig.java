// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.bruteforce;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.net.IpNetwork;
import dev.sekisho.settings.Setting;
import dev.sekisho.settings.Settings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The configuration of brute-force protection.
 *
 * @param limits the limit of each rule
 * @param observed rules that are only logged
 * @param trusted networks of webmail and proxies
 * @param key the key of the hashes; empty for a random one
 * @param blockSeconds the length of a block
 * @param waitSeconds the wait of clients from unknown networks for an account under attack
 * @param longestWaitSeconds the longest wait after a failure
 * @param knownDays how long a network is known after a successful login
 * @param knownFactor the factor on the limit of rule account-network in a known network
 * @param entries the most counters, and the most known networks
 */
@ThreadSafe
public record BruteForceConfig(
        Map<Rule, RuleLimit> limits,
        Set<Rule> observed,
        List<IpNetwork> trusted,
        String key,
        int blockSeconds,
        int waitSeconds,
        int longestWaitSeconds,
        int knownDays,
        int knownFactor,
        int entries) {
    private static final String PREFIX = "sekisho.bruteforce.";

    private static final Setting<Set<Rule>> OBSERVE = new Setting<>(
            PREFIX + "observe",
            "",
            "names of rules, or all",
            "Rules that only log what they would have done (would=).",
            false,
            BruteForceConfig::rules);
    private static final Setting<List<IpNetwork>> TRUSTED = new Setting<>(
            PREFIX + "trusted-networks",
            "",
            "addresses and networks",
            "Webmail and proxies: nothing counts against them, and the client that they report counts instead.",
            false,
            IpNetwork::parseAll);
    private static final Setting<String> KEY = Setting.key(
            PREFIX + "key",
            "Key of the hashes of wrong passwords, the same on all nodes. Unset: a random key at each start, in"
                    + " a cluster a key derived from its secret.");
    private static final Setting<Integer> BLOCK = Setting.integer(
            PREFIX + "block-minutes", 15, 1, 1440, "minutes", "How long a block lasts after the last counted attempt.");
    private static final Setting<Integer> WAIT = Setting.integer(
            PREFIX + "wait-seconds",
            10,
            1,
            60,
            "seconds",
            "How long logins to an account under attack wait, unless they come from a network that the account knows.");
    private static final Setting<Integer> LONGEST_WAIT = Setting.integer(
            PREFIX + "longest-wait-seconds",
            60,
            1,
            300,
            "seconds",
            "The longest wait after a rejection; it doubles with each distinct failure of an address.");
    private static final Setting<Integer> KNOWN_DAYS = Setting.integer(
            PREFIX + "known-days",
            30,
            1,
            365,
            "days",
            "How long an account knows a network after a successful login, so that attacks from elsewhere do not"
                    + " block it.");
    private static final Setting<Integer> KNOWN_FACTOR = Setting.integer(
            PREFIX + "known-factor",
            10,
            1,
            100,
            "times",
            "Factor on the limit of rule account-network in a network that the account knows; 1000 attempts at most.");
    private static final Setting<Integer> ENTRIES = Setting.integer(
            PREFIX + "entries",
            200_000,
            1000,
            10_000_000,
            "entries",
            "The most counters, and the most known networks; about 300 bytes each. Beyond it the least used are"
                    + " removed.");

    private static final Map<Rule, Setting<RuleLimit>> LIMITS = limitSettings();

    public static final List<Setting<?>> SETTINGS = settings();

    private static Map<Rule, Setting<RuleLimit>> limitSettings() {
        Map<Rule, Setting<RuleLimit>> settings = new EnumMap<>(Rule.class);
        for (Rule rule : Rule.values()) {
            settings.put(
                    rule,
                    new Setting<>(
                            PREFIX + rule.word(),
                            rule.defaultLimit(),
                            RuleLimit.BOUNDS,
                            "Rule " + rule.word() + ": how many " + rule.counted() + ".",
                            false,
                            RuleLimit::parse));
        }
        return settings;
    }

    private static List<Setting<?>> settings() {
        List<Setting<?>> all = new ArrayList<>(LIMITS.values());
        all.addAll(List.of(OBSERVE, TRUSTED, KEY, BLOCK, WAIT, LONGEST_WAIT, KNOWN_DAYS, KNOWN_FACTOR, ENTRIES));
        return List.copyOf(all);
    }

    /** This configuration, with the key from {@code common} if it has none. */
    public BruteForceConfig withKeyFrom(Supplier<String> common) {
        return !key.isEmpty()
                ? this
                : new BruteForceConfig(
                        limits,
                        observed,
                        trusted,
                        common.get(),
                        blockSeconds,
                        waitSeconds,
                        longestWaitSeconds,
                        knownDays,
                        knownFactor,
                        entries);
    }

    public static BruteForceConfig read(Settings settings) {
        Map<Rule, RuleLimit> limits = new EnumMap<>(Rule.class);
        LIMITS.forEach((rule, setting) -> limits.put(rule, settings.get(setting)));
        return new BruteForceConfig(
                limits,
                settings.get(OBSERVE),
                settings.get(TRUSTED),
                settings.get(KEY),
                settings.get(BLOCK) * 60,
                settings.get(WAIT),
                settings.get(LONGEST_WAIT),
                settings.get(KNOWN_DAYS),
                settings.get(KNOWN_FACTOR),
                settings.get(ENTRIES));
    }

    private static Set<Rule> rules(String text) {
        Set<Rule> rules = EnumSet.noneOf(Rule.class);
        for (String each : text.strip().toLowerCase(Locale.ROOT).split("[,\\s]+", -1)) {
            if (each.equals("all")) {
                rules.addAll(EnumSet.allOf(Rule.class));
            } else if (!each.isEmpty()) {
                rules.add(Arrays.stream(Rule.values())
                        .filter(rule -> rule.word().equals(each))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("must be names of rules, or all")));
            }
        }
        return rules;
    }

    RuleLimit limit(Rule rule) {
        return Objects.requireNonNull(limits.get(rule));
    }

    /** The limit of rule account-network in a network that the account knows. */
    RuleLimit knownLimit() {
        RuleLimit limit = limit(Rule.ACCOUNT_NETWORK);
        return new RuleLimit(Math.min(RuleLimit.MOST, limit.amount() * knownFactor), limit.seconds());
    }

    boolean isTrusted(IpNetwork client) {
        return trusted.stream().anyMatch(each -> each.contains(client));
    }

    /** The longest period of a rule in seconds. */
    public int longestPeriodSeconds() {
        return limits.values().stream().mapToInt(RuleLimit::seconds).max().orElse(0);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "BruteForceConfig[limits=" + limits + ", observed=" + observed + "]";
    }
}
