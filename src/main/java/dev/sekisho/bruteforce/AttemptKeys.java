// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.bruteforce;

import dev.sekisho.bruteforce.KnownNetworks.Standing;
import dev.sekisho.bruteforce.LoginAttempt.Kind;
import dev.sekisho.bruteforce.Verdict.Effect;
import dev.sekisho.net.IpNetwork;
import dev.sekisho.writebehind.StoredKey;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The counters that one login attempt concerns, and what is known about its client. Used by one thread. */
final class AttemptKeys {
    /** The address and network of all clients with an unknown address; without a blank, as networks are. */
    static final String UNKNOWN_ADDRESS = "unknown-address";

    /** One in so many responses to a challenge counts as another password; a power of two. */
    private static final int CHALLENGE_WEIGHT = 8;

    /**
     * What applies in a network that the account knows: blocks of the exact address, and the higher limit of the
     * account.
     */
    private static final Set<Rule> IN_KNOWN_NETWORK =
            EnumSet.of(Rule.ADDRESS, Rule.UNKNOWN_USERS, Rule.SPRAYING, Rule.ACCOUNT_NETWORK);

    private static final Set<Rule> AT_KNOWN_ADDRESS = EnumSet.of(Rule.ACCOUNT_NETWORK);
    private static final Set<Rule> ALL = EnumSet.allOf(Rule.class);

    private final LoginAttempt attempt;
    private final String account;
    private final Optional<IpNetwork> address;
    private final String addressText;
    private final String networkText;
    private final boolean trusted;
    private final Standing standing;
    private final KeyedHash hash;

    /**
     * @param address the address of the client; empty if it is unknown
     * @param trusted whether nothing counts against the address
     */
    AttemptKeys(
            LoginAttempt attempt, Optional<IpNetwork> address, boolean trusted, KeyedHash hash, KnownNetworks known) {
        this.attempt = attempt;
        // Lower case first: it may be longer, and the account is a column of the table of known networks.
        this.account = StoredKey.login(attempt.login().toLowerCase(Locale.ROOT));
        this.address = address;
        this.addressText = address.map(each -> each.client().toString()).orElse(UNKNOWN_ADDRESS);
        this.networkText = address.map(each -> each.network().toString()).orElse(UNKNOWN_ADDRESS);
        this.trusted = trusted;
        this.standing = address.map(each -> known.standing(account, each)).orElse(Standing.STRANGER);
        this.hash = hash;
    }

    LoginAttempt attempt() {
        return attempt;
    }

    String account() {
        return account;
    }

    Optional<IpNetwork> address() {
        return address;
    }

    boolean trusted() {
        return trusted;
    }

    Standing standing() {
        return standing;
    }

    /** The rules whose blocks apply to this attempt, in their order. */
    Set<Rule> rules() {
        return switch (standing) {
            case STRANGER -> ALL;
            case KNOWN_NETWORK -> IN_KNOWN_NETWORK;
            case KNOWN_ADDRESS -> AT_KNOWN_ADDRESS;
        };
    }

    /** The effect of a broken rule on this attempt: no rule blocks all clients without an address. */
    Effect effect(Rule rule) {
        return rule.blocks(subject(rule)) ? Effect.BLOCK : Effect.WAIT;
    }

    String subject(Rule rule) {
        return switch (rule) {
            case ADDRESS, UNKNOWN_USERS, SPRAYING -> addressText;
            case NETWORK -> networkText;
            // An address with a successful login counts on its own, so that its neighbours cannot use up its limit.
            case ACCOUNT_NETWORK -> account + " " + (standing == Standing.KNOWN_ADDRESS ? addressText : networkText);
            case ACCOUNT, DISTRIBUTED -> account;
        };
    }

    long id(Rule rule) {
        return hash.of("block", word(rule), subject(rule));
    }

    long counter(Rule rule) {
        String subject = rule == Rule.SPRAYING ? attempt.password() : subject(rule);
        return hash.of("counter", word(rule), subject);
    }

    /** Attempts from unknown networks do not count in the known networks of an account. */
    private String word(Rule rule) {
        return rule == Rule.ACCOUNT_NETWORK && standing != Standing.STRANGER ? rule.word() + " known" : rule.word();
    }

    /** The key of the counter for the growing wait. */
    long failures() {
        return hash.of("counter", "failures", addressText);
    }

    /** The key of the mark that this request has had its wait. */
    long waited() {
        return hash.of("waited", account, addressText, attempt.password());
    }

    /** Account and password: together one failure. */
    long pair() {
        return hash.of("pair", account, Long.toHexString(password()));
    }

    /**
     * The distinct value to count, by rule; without rules that this failure does not concern.
     *
     * <p>A login that does not exist counts at the rules about an account like one that does. Otherwise only guesses at
     * existing accounts would end in a wait.
     */
    Map<Rule, Long> tries(AttemptOutcome outcome) {
        Map<Rule, Long> tries = new EnumMap<>(Rule.class);
        if (!trusted) {
            tries.put(Rule.ADDRESS, pair());
            tries.put(Rule.NETWORK, pair());
            if (outcome == AttemptOutcome.UNKNOWN_USER) {
                tries.put(Rule.UNKNOWN_USERS, hash.of("account", account));
            }
            if (attempt.kind() == Kind.PLAIN) {
                tries.put(Rule.SPRAYING, hash.of("account", account));
            }
        }
        if (!account.isEmpty()) {
            if (!trusted) {
                tries.put(Rule.ACCOUNT_NETWORK, password());
            }
            if (!trusted && standing == Standing.STRANGER) {
                tries.put(Rule.DISTRIBUTED, hash.of("network", networkText));
            }
            if (standing == Standing.STRANGER) {
                tries.put(Rule.ACCOUNT, password());
            }
        }
        return tries;
    }

    private long password() {
        long value = hash.of("password", attempt.password());
        boolean same = attempt.kind() == Kind.CHALLENGE && (value & (CHALLENGE_WEIGHT - 1)) != 0;
        return same ? hash.of("challenge") : value;
    }
}
