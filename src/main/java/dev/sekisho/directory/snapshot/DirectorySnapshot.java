// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.snapshot;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.Address;
import dev.sekisho.directory.Language;
import dev.sekisho.directory.UnknownRecipientReply;
import dev.sekisho.directory.login.LoginHost;
import dev.sekisho.limit.SendLimits;
import dev.sekisho.writebehind.StoredKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The whole directory at one time, for the queries of send limits and quota.
 *
 * <p>Results for known accounts are computed in advance, so that a query only costs map lookups. An alias takes
 * precedence over an account of the same address, as in Postfix, where virtual(5) comes before delivery; an account
 * takes precedence over the alias of its whole domain. An address is looked up with its extension first, then without.
 *
 * <p>A {@link Builder} over this snapshot may replace single accounts and aliases, so that a change of one account does
 * not cost a million. Everything else is immutable.
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

    /** The results for the address of an account: for send limits, and for quota. */
    private record Resident(Sender sender, MailboxRoute route) {}

    private final SendLimits installationLimits;
    private final Map<String, MailboxRoute> domains;
    private final Map<String, SendLimits> pools;
    private final SendScopes sendScopes;
    private final Map<String, Resident> residents;
    private final Map<String, List<String>> aliases;
    private final String delimiters;
    private final Builder builder;

    private final Map<String, MailDomain> mailDomains;
    private final Map<String, String> mxHosts;
    private final Map<String, Language> languages;
    private final Language installationLanguage;
    private final List<LoginHost> hosts;

    private DirectorySnapshot(Builder builder, String delimiters) {
        this.builder = builder;
        this.installationLimits = builder.installationLimits;
        this.domains = Map.copyOf(builder.unknown);
        this.pools = builder.pools;
        this.sendScopes = builder.scopes.build();
        this.residents = builder.residents;
        this.aliases = builder.aliases;
        this.delimiters = delimiters;
        this.mxHosts = Map.copyOf(builder.mxHosts);
        this.mailDomains = new ConcurrentHashMap<>();
        builder.aliases.keySet().forEach(alias -> addMailDomain(alias.substring(alias.lastIndexOf('@') + 1), false));
        builder.domainLimits.keySet().forEach(name -> addMailDomain(name, true));
        this.languages = Map.copyOf(builder.languages);
        this.installationLanguage = builder.language;
        this.hosts = List.copyOf(builder.loginHosts);
    }

    private void addMailDomain(String name, boolean listed) {
        mailDomains.put(name, new MailDomain(name, Optional.ofNullable(mxHosts.get(name)), listed));
    }

    /** Adds the domain of a new alias. */
    void addAliasDomain(String alias) {
        String name = alias.substring(alias.lastIndexOf('@') + 1);
        if (aliases.containsKey(alias) && !mailDomains.containsKey(name)) {
            addMailDomain(name, false);
        }
    }

    /** The builder of this snapshot; accounts and aliases that it gets from now on are replaced in this snapshot. */
    Builder builder() {
        return builder;
    }

    /** A builder with the same accounts and aliases, and nothing else. */
    Builder rulesBuilder() {
        return new Builder(builder.residents, builder.aliases);
    }

    Optional<MailDomain> mailDomain(String name) {
        return Optional.ofNullable(mailDomains.get(name));
    }

    Collection<String> mxHosts() {
        return mxHosts.values();
    }

    Language language(String domain) {
        return languages.getOrDefault(domain, installationLanguage);
    }

    List<LoginHost> hosts() {
        return hosts;
    }

    Sender sender(String saslUsername) {
        Resident resident = residents.get(saslUsername);
        if (resident != null) {
            return resident.sender;
        }
        String login = Address.canonical(saslUsername);
        resident = residents.get(login);
        return resident != null ? resident.sender : new Sender(StoredKey.login(login), false, true, installationLimits);
    }

    SendScopes sendScopes() {
        return sendScopes;
    }

    SendLimits pool(String domain) {
        return pools.getOrDefault(domain, SendLimits.UNLIMITED);
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
                return domains.getOrDefault(address.domain(), NOT_OURS);
            }
            if (targets.size() > 1) {
                return expand(matched, targets, walk);
            }
            Optional<Address> next = target(targets.get(0), address);
            if (next.isEmpty()) {
                return NOT_OURS;
            }
            if (next.get().equals(address)) {
                return domains.getOrDefault(address.domain(), NOT_OURS);
            }
            address = next.get();
        }
        return LOOP;
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
        return resident == null ? null : resident.route;
    }

    /** The number of accounts. */
    int size() {
        return residents.size();
    }

    /**
     * Builds a snapshot from rows: installation, domains and mail hosts first, because accounts refer to them.
     *
     * <p>For one thread at a time.
     */
    static final class Builder {
        private SendLimits installationLimits = SendLimits.UNLIMITED;
        private final Map<String, SendLimits> domainLimits = new HashMap<>();
        private final Map<String, Language> languages = new HashMap<>();
        private final Map<String, String> mxHosts = new HashMap<>();
        private Language language = Language.EN;
        private List<LoginHost> loginHosts = List.of();
        private final Map<String, MailboxRoute> unknown = new HashMap<>();
        private final Map<String, SendLimits> pools = new HashMap<>();
        private final Map<String, SendLimits> plans = new HashMap<>();
        private final Map<String, String> exemptions = new HashMap<>();
        private final SendScopes.Builder scopes = new SendScopes.Builder();
        private final Map<String, Optional<QuotaHost>> hosts = new HashMap<>();
        private final Map<String, Resident> residents;
        private final Map<String, List<String>> aliases;

        Builder() {
            this(new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
        }

        private Builder(Map<String, Resident> residents, Map<String, List<String>> aliases) {
            this.residents = residents;
            this.aliases = aliases;
        }

        Builder installation(SendLimits limits) {
            installationLimits = limits;
            return this;
        }

        /** Adds a domain; {@code limits} are null if inherited. */
        Builder domain(String name, @Nullable SendLimits limits) {
            return domain(name, limits, null);
        }

        /** Adds a domain; {@code limits} and {@code unknownRecipient} are null if inherited. */
        Builder domain(String name, @Nullable SendLimits limits, @Nullable UnknownRecipientReply unknownRecipient) {
            domainLimits.put(name, limits == null ? installationLimits : limits);
            unknown.put(name, new MailboxRoute.UnknownRecipient(unknownRecipient));
            return this;
        }

        Builder language(Language installation) {
            language = installation;
            return this;
        }

        Builder language(String domain, Language own) {
            languages.put(domain, own);
            return this;
        }

        /** Sets the MX hosts of a domain. */
        Builder mxHosts(String domain, String hosts) {
            mxHosts.put(domain, hosts);
            return this;
        }

        Builder hosts(List<LoginHost> all) {
            loginHosts = all;
            return this;
        }

        /** Sets the limits that all accounts of a domain share. */
        Builder pool(String domain, SendLimits limits) {
            pools.put(domain, limits);
            return this;
        }

        /** Adds the limits of a plan. */
        Builder plan(String name, SendLimits limits) {
            plans.put(name, limits);
            return this;
        }

        /** Adds the exemption of an account, or of {@code @} and a domain. */
        Builder exemption(String subject, String name) {
            exemptions.put(subject, name);
            return this;
        }

        SendScopes.Builder scopes() {
            return scopes;
        }

        /** The limits of a plan; null without a plan, or for a plan without limits. */
        @Nullable
        SendLimits planLimits(@Nullable String plan) {
            return plan == null ? null : plans.get(plan);
        }

        /** The limits of accounts in {@code domain} without own limits or plan. */
        SendLimits domainLimits(String domain) {
            return domainLimits.getOrDefault(domain, installationLimits);
        }

        /** Adds a mail host with a quota-status service. */
        Builder quotaHost(QuotaHost host) {
            hosts.put(host.name(), Optional.of(host));
            return this;
        }

        /** Adds an account; {@code limits} are null if inherited. */
        Builder account(
                String address, String domain, String mailHost, boolean permitted, @Nullable SendLimits limits) {
            SendLimits effective = limits == null ? domainLimits(domain) : limits;
            SendLimits pool = pools.getOrDefault(domain, SendLimits.UNLIMITED);
            String exemption = exemptions.isEmpty()
                    ? ""
                    : exemptions.getOrDefault(address, exemptions.getOrDefault('@' + domain, ""));
            Sender sender =
                    new Sender(address, true, permitted, effective, pool.isUnlimited() ? "" : domain, pool, exemption);
            MailboxRoute route = hosts.getOrDefault(mailHost, Optional.empty())
                    .<MailboxRoute>map(host -> new MailboxRoute.Mailbox(address, host))
                    .orElseGet(() -> new MailboxRoute.NoQuotaHost(address));
            residents.put(address, new Resident(sender, route));
            return this;
        }

        void removeAccount(String address) {
            residents.remove(address);
        }

        /** Replaces the targets of an alias; removes it if there are none. */
        void replaceAlias(String address, List<String> targets) {
            if (targets.isEmpty()) {
                aliases.remove(address);
            } else {
                aliases.put(
                        address,
                        targets.size() > AliasExpansion.MAX_VISITS + 1
                                ? targets.subList(0, AliasExpansion.MAX_VISITS + 1)
                                : targets);
            }
        }

        /** Names of exemptions by account or domain. */
        Map<String, String> exemptions() {
            return exemptions;
        }

        /** Adds one target to an alias; ignores targets beyond the maximum of an expansion. */
        Builder alias(String address, String target) {
            List<String> targets = aliases.computeIfAbsent(address, absent -> new ArrayList<>(1));
            if (targets.size() <= AliasExpansion.MAX_VISITS) {
                targets.add(target);
            }
            return this;
        }

        DirectorySnapshot build(String delimiters) {
            return new DirectorySnapshot(this, delimiters);
        }
    }
}
