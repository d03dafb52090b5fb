// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.snapshot;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.Address;
import dev.sekisho.directory.Language;
import dev.sekisho.directory.login.LoginHost;
import dev.sekisho.limit.SendLimits;
import dev.sekisho.writebehind.StoredKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The whole directory at one time, for the queries of send limits and quota.
 *
 * <p>Results for known accounts are computed in advance, so that a query only costs map lookups. An alias takes
 * precedence over an account of the same address, as in Postfix, where virtual(5) comes before delivery; an account
 * takes precedence over the alias of its whole domain. An address is looked up with its extension first, then without.
 *
 * <p>The {@link SnapshotBuilder} of this snapshot may replace single domains, accounts and aliases, so that a change of
 * one account does not cost a million. Everything else is immutable.
 */
@ThreadSafe
final class DirectorySnapshot {
    /** Maximum length of a chain of aliases, which ends loops; real chains have one or two. */
    static final int MAX_HOPS = 10;

    private static final MailboxRoute NOT_OURS = new MailboxRoute.NotOurs();
    private static final MailboxRoute SENDER_REWRITTEN = new MailboxRoute.SenderRewritten();
    private static final MailboxRoute LOOP = new MailboxRoute.AliasLoop();

    /** SRS0 and SRS1 with each separator of libsrs2, and BATV. */
    private static final List<String> REWRITTEN =
            List.of("srs0=", "srs0+", "srs0-", "srs1=", "srs1+", "srs1-", "prvs=");

    private final SendLimits installationLimits;
    private final Language installationLanguage;
    private final List<LoginHost> hosts;
    private final List<String> hostAddresses;
    private final SendScopes sendScopes;
    private final Map<String, DomainRules> domains;
    private final Map<String, Resident> residents;
    private final Map<String, List<String>> aliases;
    private final Map<String, Integer> aliasDomains;
    private final String delimiters;
    private final SnapshotBuilder builder;

    DirectorySnapshot(SnapshotBuilder builder, String delimiters) {
        this.builder = builder;
        this.installationLimits = builder.installationLimits();
        this.installationLanguage = builder.installationLanguage();
        this.hosts = List.copyOf(builder.loginHosts());
        this.hostAddresses = List.copyOf(builder.hostAddresses());
        this.sendScopes = builder.scopes().build();
        this.domains = builder.domains();
        this.residents = builder.residents();
        this.aliases = builder.aliases();
        this.aliasDomains = builder.aliasDomains();
        this.delimiters = delimiters;
    }

    /** The builder of this snapshot; domains, accounts and aliases that it gets from now on are replaced here. */
    SnapshotBuilder builder() {
        return builder;
    }

    Optional<MailDomain> mailDomain(String name) {
        DomainRules rules = domains.get(name);
        if (rules != null) {
            return Optional.of(new MailDomain(name, Optional.ofNullable(rules.mxHosts())));
        }
        return aliasDomains.containsKey(name)
                ? Optional.of(new MailDomain(name, Optional.empty(), false))
                : Optional.empty();
    }

    Collection<String> mxHosts() {
        return domains.values().stream()
                .map(DomainRules::mxHosts)
                .filter(Objects::nonNull)
                .toList();
    }

    Language language(String domain) {
        DomainRules rules = domains.get(domain);
        return rules == null || rules.language() == null ? installationLanguage : rules.language();
    }

    List<LoginHost> hosts() {
        return hosts;
    }

    /** The addresses of all mail hosts. */
    List<String> hostAddresses() {
        return hostAddresses;
    }

    Sender sender(String saslUsername) {
        Resident resident = residents.get(saslUsername);
        if (resident != null) {
            return resident.sender();
        }
        String login = Address.canonical(saslUsername);
        resident = residents.get(login);
        return resident != null
                ? resident.sender()
                : new Sender(StoredKey.login(login), false, true, installationLimits);
    }

    SendScopes sendScopes() {
        return sendScopes;
    }

    /** The limits that the accounts of a domain share, by domain, of those domains that have any. */
    Map<String, SendLimits> pools() {
        Map<String, SendLimits> pools = new HashMap<>();
        domains.forEach((name, rules) -> {
            if (!rules.pool().isUnlimited()) {
                pools.put(name, rules.pool());
            }
        });
        return pools;
    }

    SendLimits pool(String domain) {
        return domains.getOrDefault(domain, DomainRules.INHERITING).pool();
    }

    MailboxRoute route(String recipient) {
        Optional<Address> parsed = Address.parse(unquoted(recipient));
        if (parsed.isEmpty()) {
            return NOT_OURS;
        }
        if (isRewritten(parsed.get())) {
            return SENDER_REWRITTEN;
        }
        return follow(parsed.get(), null);
    }

    /**
     * Follows an address while it has one target.
     *
     * @param walk the expansion that this is part of; null before the first alias with several targets
     */
    private MailboxRoute follow(Address start, @Nullable AliasExpansion walk) {
        Address address = start;
        for (int hop = 0; hop <= MAX_HOPS; hop++) {
            Optional<Address> base = address.withoutExtension(delimiters);
            Address matched = address;
            List<String> targets = targets(address.toString());
            MailboxRoute route = targets.isEmpty() ? mailbox(address.toString()) : null;
            if (targets.isEmpty() && route == null && base.isPresent()) {
                matched = base.get();
                targets = targets(matched.toString());
                route = targets.isEmpty() ? mailbox(matched.toString()) : null;
            }
            if (route != null) {
                return route;
            }
            if (targets.isEmpty()) {
                targets = targets('@' + address.domain());
            }
            if (targets.isEmpty()) {
                return unknown(address.domain());
            }
            if (targets.size() > 1) {
                return expand(matched, targets, walk);
            }
            Optional<Address> next = target(targets.get(0), address);
            if (next.isEmpty()) {
                return NOT_OURS;
            }
            if (next.get().equals(address)) {
                return unknown(address.domain());
            }
            address = next.get();
        }
        return LOOP;
    }

    private MailboxRoute unknown(String domain) {
        DomainRules rules = domains.get(domain);
        return rules == null ? NOT_OURS : rules.unknown();
    }

    private MailboxRoute expand(Address from, List<String> targets, @Nullable AliasExpansion walk) {
        AliasExpansion all = walk != null
                ? walk
                : new AliasExpansion((text, whole) -> Address.parse(text)
                        .map(address -> follow(address, whole))
                        .orElse(NOT_OURS));
        List<String> whole = new ArrayList<>(Math.min(targets.size(), AliasExpansion.MAX_VISITS));
        for (String text : targets) {
            // An alias with its own address as target keeps a copy there; virtual(5) does not expand it again.
            MailboxRoute own = text.equals(from.toString()) ? mailbox(text) : null;
            if (own != null) {
                all.count(own);
            } else {
                target(text, from).ifPresent(next -> whole.add(next.toString()));
            }
        }
        all.add(whole);
        if (walk != null) {
            return NOT_OURS; // the expansion that this is part of resolves the targets
        }
        all.run();
        return all.found(NOT_OURS);
    }

    /** The target {@code text}: {@code @other.example} keeps the local part (virtual(5), "address rewriting"). */
    private static Optional<Address> target(String text, Address from) {
        return Address.parse(text.startsWith("@") ? from.local() + text : text);
    }

    private boolean isRewritten(Address address) {
        String local = address.local();
        for (int i = 0; i < REWRITTEN.size(); i++) {
            if (local.startsWith(REWRITTEN.get(i))) {
                return !residents.containsKey(address.toString()) && !aliases.containsKey(address.toString());
            }
        }
        return false;
    }

    /** Removes quotes: Postfix sends a quoted local part without them, other clients with them (RFC 5321 4.1.2). */
    private static String unquoted(String recipient) {
        int end = recipient.lastIndexOf("\"@");
        return end > 1 && recipient.charAt(0) == '"'
                ? recipient.substring(1, end).replaceAll("\\\\(.)", "$1") + recipient.substring(end + 1)
                : recipient;
    }

    /** The targets of the alias of exactly this address; empty if there is none, or its only target is itself. */
    private List<String> targets(String address) {
        List<String> targets = aliases.getOrDefault(address, List.of());
        return targets.size() == 1 && targets.get(0).equals(address) ? List.of() : targets;
    }

    private @Nullable MailboxRoute mailbox(String address) {
        Resident resident = residents.get(address);
        return resident == null ? null : resident.route();
    }

    /** The number of accounts. */
    int size() {
        return residents.size();
    }
}
