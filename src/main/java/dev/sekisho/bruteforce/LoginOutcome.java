// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.bruteforce;

/** What became of a try to log in. */
public enum LoginOutcome {
    /** The password was right. */
    GOOD,
    WRONG_PASSWORD,
    UNKNOWN_USER,
    /**
     * Refused, and no password could have been right: a login without a domain. It is no guess, so no rule counts it,
     * but the wait grows as after a wrong password.
     */
    NO_GUESS,
    /** Nobody can tell: trouble of ours, or a refusal that has nothing to do with the password. */
    NEITHER
}
