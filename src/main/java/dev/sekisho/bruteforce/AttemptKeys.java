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

/**
 * What one try counts against, and what is known of it.
 *
 * <p>Confined to the thread that decides about the try.
 */
final class AttemptKeys {
    /**
     * Stands for the address and the network of every client whose address is unknown; without a blank, as networks
     * are.
     */
    static final String UNKNOWN_ADDRESS = "unknown-address";

    /** One in so many responses to a challenge counts as another password; a power of two. */
    private static final int CHALLENGE_WEIGHT = 8;

    /** What holds in a network that the account knows: blocks of the very address, and the account's higher limit. */
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
     * @param address the client's; empty if it is unknown
     * @param trusted whether nothing counts against the address
     */
    AttemptKeys(
            LoginAttempt attempt, Optional<IpNetwork> address, boolean trusted, KeyedHash hash, KnownNetworks known) {
        this.attempt = attempt;
        // Lower case first: it may be longer, and the account is a column of the known networks.
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

    /** The rules whose blocks hold for this try, in their order. */
    Set<Rule> rules() {
        return switch (standing) {
            case STRANGER -> ALL;
            case KNOWN_NETWORK -> IN_KNOWN_NETWORK;
            case KNOWN_ADDRESS -> AT_KNOWN_ADDRESS;
        };
    }

    /** What a broken rule does to this try: no rule blocks all clients without an address. */
    Effect effect(Rule rule) {
        return rule.blocks(subject(rule)) ? Effect.BLOCK : Effect.WAIT;
    }

    String subject(Rule rule) {
        return switch (rule) {
            case ADDRESS, UNKNOWN_USERS, SPRAYING -> addressText;
            case NETWORK -> networkText;
            // An address of a good login by itself, so that its neighbours cannot use up what it may do.
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

    /** What strangers did to an account is no part of what its known networks did. */
    private String word(Rule rule) {
        return rule == Rule.ACCOUNT_NETWORK && standing != Standing.STRANGER ? rule.word() + " known" : rule.word();
    }

    /** Key of the counter that the wait grows by. */
    long failures() {
        return hash.of("counter", "failures", addressText);
    }

    /** Key of the note that this very question was told to wait. */
    long waited() {
        return hash.of("waited", account, addressText, attempt.password());
    }

    /** Account and password, which together are one failure. */
    long pair() {
        return hash.of("pair", account, Long.toHexString(password()));
    }

    /**
     * What is counted as distinct, by rule; rules that this failure is nothing to are left out.
     *
     * <p>A login that does not exist counts at the rules about an account as one that does: if it did not, only guesses
     * at existing accounts would end in a wait.
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
