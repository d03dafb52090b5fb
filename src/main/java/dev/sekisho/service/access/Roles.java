// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.access;

/** The roles. The configuration of the server assigns them to users. */
public final class Roles {
    /** Reads everything except secrets, and changes nothing. */
    public static final String VIEWER = "sekisho-viewer";

    /** Also changes states of accounts, counters, temporary limits and blocks: what on-call support needs. */
    public static final String SUPPORT = "sekisho-support";

    /** Does everything. */
    public static final String ADMIN = "sekisho-admin";

    /**
     * Support with some bounds, in the domains that the table {@code staff} has for the user; other domains do not
     * exist for the user.
     */
    public static final String DOMAIN_SUPPORT = "sekisho-domain-support";

    private Roles() {}
}
