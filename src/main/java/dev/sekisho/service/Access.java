// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service;

import java.util.Set;

/** The kinds of calls that roles permit: the one place that says which role may do what. */
public enum Access {
    /** Shows entries; of some domains only to staff who support these. */
    SEE(Roles.VIEWER, Roles.SUPPORT, Roles.DOMAIN_SUPPORT, Roles.ADMIN),

    /** Shows what belongs to no domain, or to all of them. */
    SEE_ALL(Roles.VIEWER, Roles.SUPPORT, Roles.ADMIN),

    /** Changes states, counters, temporary limits and blocks; of some domains for staff who support these. */
    SUPPORT(Roles.SUPPORT, Roles.DOMAIN_SUPPORT, Roles.ADMIN),

    /** Changes what the accounts of a domain share. */
    SUPPORT_ALL(Roles.SUPPORT, Roles.ADMIN),

    /** Changes everything. */
    ADMINISTER(Roles.ADMIN);

    @SuppressWarnings("ImmutableEnumChecker") // Set.of makes sets that nothing changes
    private final Set<String> roles;

    Access(String... roles) {
        this.roles = Set.of(roles);
    }

    Set<String> roles() {
        return roles;
    }

    /** Whether such a call changes something. */
    boolean changes() {
        return this != SEE && this != SEE_ALL;
    }
}
