// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.snapshot;

import dev.sekisho.directory.Language;
import dev.sekisho.directory.login.LoginHost;
import dev.sekisho.limit.SendLimits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link DirectorySnapshot} from rows: installation, domains and mail hosts first, because accounts refer to
 * them.
 *
 * <p>Accounts, aliases and domains are shared with the snapshot: what the builder gets afterwards is replaced there.
 *
 * <p>For one thread at a time.
 */
final class SnapshotBuilder {
    private SendLimits installationLimits = SendLimits.UNLIMITED;
    private Language language = Language.EN;
    private List<LoginHost> loginHosts = List.of();
    private List<String> hostAddresses = List.of();
    private final Map<String, SendLimits> plans = new HashMap<>();
    private final Map<String, String> exemptions = new HashMap<>();
    private final SendScopes.Builder scopes = new SendScopes.Builder();
    private final Map<String, QuotaHost> hosts = new HashMap<>();
    private final Map<String, DomainRules> domains;
    private final Map<String, Resident> residents;
    private final Map<String, List<String>> aliases;
    /** The number of aliases in each domain. */
    private final Map<String, Integer> aliasDomains;

    private int differentAccounts;
    private int differentAliases;
    private int differentDomains;

    SnapshotBuilder() {
        domains = new ConcurrentHashMap<>();
        residents = new ConcurrentHashMap<>();
        aliases = new ConcurrentHashMap<>();
        aliasDomains = new ConcurrentHashMap<>();
    }

    private SnapshotBuilder(SnapshotBuilder other) {
        domains = other.domains;
        residents = other.residents;
        aliases = other.aliases;
        aliasDomains = other.aliasDomains;
    }

    /** A builder with the same domains, accounts and aliases, and nothing else. */
    SnapshotBuilder withoutRules() {
        return new SnapshotBuilder(this);
    }

    SnapshotBuilder installation(SendLimits limits) {
        installationLimits = limits;
        return this;
    }

    SnapshotBuilder language(Language installation) {
        language = installation;
        return this;
    }

    /** Adds or replaces a domain. */
    SnapshotBuilder domain(String name, DomainRules rules) {
        differentDomains += rules.equals(domains.put(name, rules)) ? 0 : 1;
        return this;
    }

    void removeDomain(String name) {
        differentDomains += domains.remove(name) == null ? 0 : 1;
    }

    /** Adds all mail hosts, and all their addresses. */
    SnapshotBuilder hosts(List<LoginHost> all, List<String> addresses) {
        loginHosts = all;
        hostAddresses = addresses;
        return this;
    }

    /** Adds the limits of a plan. */
    SnapshotBuilder plan(String name, SendLimits limits) {
        plans.put(name, limits);
        return this;
    }

    /** Adds the exemption of an account, or of {@code @} and a domain. */
    SnapshotBuilder exemption(String subject, String name) {
        exemptions.put(subject, name);
        return this;
    }

    SendScopes.Builder scopes() {
        return scopes;
    }

    /** Adds a mail host with a quota-status service. */
    SnapshotBuilder quotaHost(QuotaHost host) {
        hosts.put(host.name(), host);
        return this;
    }

    /** The limits of a plan; null without a plan, or for a plan without limits. */
    @Nullable
    SendLimits planLimits(@Nullable String plan) {
        return plan == null ? null : plans.get(plan);
    }

    /** The limits of accounts in {@code domain} without own limits or plan. */
    SendLimits domainLimits(String domain) {
        DomainRules rules = domains.get(domain);
        return rules == null || rules.limits() == null ? installationLimits : rules.limits();
    }

    /** The results for an account; {@code limits} are null if inherited. */
    Resident resident(String address, String domain, String mailHost, boolean permitted, @Nullable SendLimits limits) {
        SendLimits effective = limits == null ? domainLimits(domain) : limits;
        SendLimits pool = domains.getOrDefault(domain, DomainRules.INHERITING).pool();
        String exemption =
                exemptions.isEmpty() ? "" : exemptions.getOrDefault(address, exemptions.getOrDefault('@' + domain, ""));
        Sender sender =
                new Sender(address, true, permitted, effective, pool.isUnlimited() ? "" : domain, pool, exemption);
        QuotaHost host = hosts.get(mailHost);
        return new Resident(
                sender, host == null ? new MailboxRoute.NoQuotaHost(address) : new MailboxRoute.Mailbox(address, host));
    }

    /** Adds or replaces an account. */
    void account(Resident resident) {
        differentAccounts += resident.equals(residents.put(resident.sender().account(), resident)) ? 0 : 1;
    }

    /** Adds an account; {@code limits} are null if inherited. */
    SnapshotBuilder account(
            String address, String domain, String mailHost, boolean permitted, @Nullable SendLimits limits) {
        account(resident(address, domain, mailHost, permitted, limits));
        return this;
    }

    void removeAccount(String address) {
        differentAccounts += residents.remove(address) == null ? 0 : 1;
    }

    /** Adds one target to an alias; ignores targets beyond the maximum of an expansion. */
    SnapshotBuilder alias(String address, String target) {
        List<String> targets = aliases.computeIfAbsent(address, absent -> new ArrayList<>(1));
        if (targets.isEmpty()) {
            aliasDomains.merge(domainOf(address), 1, Integer::sum);
        }
        if (targets.size() < AliasExpansion.MAX_VISITS + 1) {
            targets.add(target);
        }
        return this;
    }

    /** Replaces the targets of an alias; removes it if there are none. */
    void replaceAlias(String address, List<String> targets) {
        List<String> kept = kept(targets);
        List<String> before = kept.isEmpty() ? aliases.remove(address) : aliases.put(address, kept);
        if (before == null != kept.isEmpty()) {
            String domain = domainOf(address);
            if (kept.isEmpty()) {
                aliasDomains.computeIfPresent(domain, (name, count) -> count == 1 ? null : count - 1);
            } else {
                aliasDomains.merge(domain, 1, Integer::sum);
            }
        }
        differentAliases += kept.equals(before == null ? List.of() : before) ? 0 : 1;
    }

    private static String domainOf(String address) {
        return address.substring(address.lastIndexOf('@') + 1);
    }

    /** The targets of an alias that an expansion may use. */
    static List<String> kept(List<String> targets) {
        return targets.size() <= AliasExpansion.MAX_VISITS + 1
                ? targets
                : List.copyOf(targets.subList(0, AliasExpansion.MAX_VISITS + 1));
    }

    /** The numbers of rows so far that were not the same before. */
    RowCounts differences() {
        return new RowCounts(differentAccounts, differentAliases, differentDomains);
    }

    /** The number of rules that are not the same in {@code other}. */
    int differentRules(SnapshotBuilder other) {
        return Differences.of(plans, other.plans).size()
                + Differences.of(exemptions, other.exemptions).size()
                + Differences.of(hosts, other.hosts).size()
                + Differences.of(loginHosts, other.loginHosts).size()
                + Differences.of(scopes.rows(), other.scopes.rows()).size()
                + (sameInstallation(other) ? 0 : 1);
    }

    private boolean sameInstallation(SnapshotBuilder other) {
        return installationLimits.equals(other.installationLimits) && language == other.language;
    }

    /** Whether accounts and domains without limits have other ones in {@code other}. */
    boolean inheritsSame(SnapshotBuilder other) {
        return installationLimits.equals(other.installationLimits);
    }

    /** Names of the plans that differ. */
    Set<String> differentPlans(SnapshotBuilder other) {
        return Differences.of(plans, other.plans);
    }

    /** Names of the mail hosts whose quota-status differs. */
    Set<String> differentHosts(SnapshotBuilder other) {
        return Differences.of(hosts, other.hosts);
    }

    /** Accounts, and {@code @} with domains, whose exemptions differ. */
    Set<String> differentExemptions(SnapshotBuilder other) {
        return Differences.of(exemptions, other.exemptions);
    }

    DirectorySnapshot build(String delimiters) {
        return new DirectorySnapshot(this, delimiters);
    }

    SendLimits installationLimits() {
        return installationLimits;
    }

    Language installationLanguage() {
        return language;
    }

    List<LoginHost> loginHosts() {
        return loginHosts;
    }

    List<String> hostAddresses() {
        return hostAddresses;
    }

    Map<String, DomainRules> domains() {
        return domains;
    }

    Map<String, Resident> residents() {
        return residents;
    }

    Map<String, List<String>> aliases() {
        return aliases;
    }

    Map<String, Integer> aliasDomains() {
        return aliasDomains;
    }
}
