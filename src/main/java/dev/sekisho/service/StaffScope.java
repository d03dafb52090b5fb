// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.Address;
import dev.sekisho.directory.DeletedEntries;
import dev.sekisho.directory.StaffRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which part of the directory the user of this request may see, and which part the user may change: the one place that
 * knows.
 *
 * <p>A viewer, support and an administrator see everything. Support and an administrator may change everything that
 * their role lets them change. The role for some domains permits both in the domains that the table {@code staff} has
 * for the user. A user who also is a viewer sees everything and still changes things in these domains only. To be asked
 * in an HTTP request; the table is asked once in each.
 */
@ThreadSafe
@ApplicationScoped
public class StaffScope {
    @Inject
    private Actor actor;

    @Inject
    private StaffRepository staff;

    @Inject
    private DeletedEntries deleted;

    /** The domains whose entries the user may see; empty for a user who may see all. */
    public Optional<Set<String>> domains() {
        return actor.may(Access.SEE_ALL) ? Optional.empty() : Optional.of(ownDomains());
    }

    /** The domains whose entries the user may change, as far as the roles permit it; empty for all domains. */
    public Optional<Set<String>> changeableDomains() {
        if (actor.may(Access.SUPPORT_ALL)) {
            return Optional.empty();
        }
        return Optional.of(actor.may(Access.SUPPORT) ? ownDomains() : Set.of());
    }

    /**
     * Of the domains that the user is limited to those that had a former owner, and up to when: what is written of that
     * time is not the present owner's to see.
     */
    public Map<String, Instant> begins() {
        return domains().map(deleted::formerDomains).orElse(Map.of());
    }

    /** Whether the user may see what was written about {@code login} at a moment. */
    public boolean covers(String login, Instant at) {
        return covers(login)
                && begins().getOrDefault(domain(login), Instant.MIN).isBefore(at);
    }

    private static String domain(String login) {
        return Address.lowerCase(login.substring(login.lastIndexOf('@') + 1));
    }

    private Set<String> ownDomains() {
        return actor.domains(staff::domainsOf);
    }

    /**
     * Whether the user may see what belongs to {@code login}: an address, or a whole domain as {@code @example.org}.
     */
    public boolean covers(String login) {
        return isWithin(domains(), login);
    }

    /**
     * Whether the user may change what belongs to {@code login}: an address, or a whole domain as {@code @example.org}.
     */
    public boolean mayChange(String login) {
        return isWithin(changeableDomains(), login);
    }

    /** Whether the user may change states, counters and temporary limits of {@code login}. */
    public boolean maySupport(String login) {
        return actor.may(Access.SUPPORT) && mayChange(login);
    }

    private static boolean isWithin(Optional<Set<String>> domains, String login) {
        return domains.map(names -> names.contains(domain(login))).orElse(true);
    }

    /**
     * Expects that the user may see {@code login}.
     *
     * @throws EntryMissing as if it did not exist
     */
    public void expectVisible(String what, String login) {
        if (!covers(login)) {
            throw new EntryMissing(what, login);
        }
    }

    /**
     * Expects that the user may change {@code login}.
     *
     * @throws EntryMissing as if it did not exist
     * @throws NotPermitted if the user may see it
     */
    public void expectChangeable(String what, String login) {
        expectVisible(what, login);
        if (!mayChange(login)) {
            throw new NotPermitted("Your roles let you see the " + what + " \"" + login + "\" but not change it.");
        }
    }
}
