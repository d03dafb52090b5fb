// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.bruteforce;

/** How a login attempt ended, as far as brute-force protection is concerned. */
public enum AttemptOutcome {
    /** The password was right. */
    SUCCESS,
    WRONG_PASSWORD,
    UNKNOWN_USER,
    /**
     * Rejected, and no password could have been right: a login without a domain. No rule counts it, because it is not a
     * guess, but the wait grows as after a wrong password.
     */
    NO_GUESS,
    /** Not known: Sekisho failed, or rejected the login for a reason other than the password. */
    UNDECIDED
}
