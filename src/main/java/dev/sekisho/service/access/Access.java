// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.access;

import java.util.Set;

/** The kinds of calls, with the roles that permit them. */
public enum Access {
    /** Reads entries; staff of some domains read those of their domains only. */
    SEE(Roles.VIEWER, Roles.SUPPORT, Roles.DOMAIN_SUPPORT, Roles.ADMIN),

    /** Reads what belongs to no domain, or to all domains. */
    SEE_ALL(Roles.VIEWER, Roles.SUPPORT, Roles.ADMIN),

    /** Changes states, counters, temporary limits and blocks; staff of some domains do so in their domains. */
    SUPPORT(Roles.SUPPORT, Roles.DOMAIN_SUPPORT, Roles.ADMIN),

    /** Changes what the accounts of a domain share. */
    SUPPORT_ALL(Roles.SUPPORT, Roles.ADMIN),

    /** Changes everything. */
    ADMINISTER(Roles.ADMIN);

    @SuppressWarnings("ImmutableEnumChecker") // Set.of returns unmodifiable sets
    private final Set<String> roles;

    Access(String... roles) {
        this.roles = Set.of(roles);
    }

    Set<String> roles() {
        return roles;
    }

    /** Whether such a call changes anything. */
    boolean changes() {
        return this != SEE && this != SEE_ALL;
    }
}
