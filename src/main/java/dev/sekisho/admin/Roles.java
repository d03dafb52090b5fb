// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.admin;

/** The roles; the server's configuration says who has which. Holds no state. */
final class Roles {
    /** Sees everything but secrets, and changes nothing. */
    static final String VIEWER = "sekisho-viewer";

    /** Besides: states of accounts, counters, raised limits, blocks: what a call at night needs. */
    static final String SUPPORT = "sekisho-support";

    /** Everything. */
    static final String ADMIN = "sekisho-admin";

    private Roles() {}
}
