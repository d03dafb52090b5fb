// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.access;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.Address;
import dev.sekisho.directory.DeletedEntries;
import dev.sekisho.directory.StaffRepository;
import dev.sekisho.service.EntryMissing;
import dev.sekisho.service.NotPermitted;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The part of the directory that the user of this request may read, and the part that the user may change.
 *
 * <p>Viewers, support and administrators read everything. Support and administrators change whatever their role
 * permits, in all domains. The role for some domains permits both in the domains that the table {@code staff} has for
 * the user. A user with this role and the viewer role reads everything and changes entries of these domains only. It
 * works in an HTTP request only, and reads the table once in each.
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

    /** The domains whose entries the user may read; empty for all domains. */
    public Optional<Set<String>> domains() {
        return actor.may(Access.SEE_ALL) ? Optional.empty() : Optional.of(ownDomains());
    }

    /** The domains whose entries the user may change, if a role permits the change; empty for all domains. */
    public Optional<Set<String>> changeableDomains() {
        if (actor.may(Access.SUPPORT_ALL)) {
            return Optional.empty();
        }
        return Optional.of(actor.may(Access.SUPPORT) ? ownDomains() : Set.of());
    }

    /**
     * Those of the user's domains that had a former owner, with the end of that time: the present owner must not read
     * records of it.
     */
    public Map<String, Instant> begins() {
        return domains().map(deleted::formerDomains).orElse(Map.of());
    }

    /** Whether the user may read a record about {@code login} of a given time. */
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
     * Whether the user may read what belongs to {@code login}: an address, or a whole domain as {@code @example.org}.
     */
    public boolean covers(String login) {
        return isWithin(domains(), login);
    }

    /**
     * Whether the user may change states, counters and temporary limits of {@code login}: an address, or a whole domain
     * as {@code @example.org}.
     */
    public boolean mayChange(String login) {
        return isWithin(changeableDomains(), login);
    }

    private static boolean isWithin(Optional<Set<String>> domains, String login) {
        return domains.map(names -> names.contains(domain(login))).orElse(true);
    }

    /**
     * Checks that the user may read {@code login}.
     *
     * @throws EntryMissing if not, as if it did not exist
     */
    public void expectVisible(String what, String login) {
        if (!covers(login)) {
            throw new EntryMissing(what, login);
        }
    }

    /**
     * Checks that the user may change {@code login}.
     *
     * @throws EntryMissing if the user may not even read it
     * @throws NotPermitted if the user may only read it
     */
    public void expectChangeable(String what, String login) {
        expectVisible(what, login);
        if (!mayChange(login)) {
            throw new NotPermitted("Your roles let you see the " + what + " \"" + login + "\" but not change it.");
        }
    }
}
