// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service;

/** The roles; the server's configuration says who has which. Holds no state. */
public final class Roles {
    /** Sees everything but secrets, and changes nothing. */
    public static final String VIEWER = "sekisho-viewer";

    /** Besides: states of accounts, counters, raised limits, blocks: what a call at night needs. */
    public static final String SUPPORT = "sekisho-support";

    /** Everything. */
    public static final String ADMIN = "sekisho-admin";

    /**
     * What support may, with some bounds, in the domains that the table {@code staff} has for the user; the rest is not
     * there.
     */
    public static final String DOMAIN_SUPPORT = "sekisho-domain-support";

    private Roles() {}
}
