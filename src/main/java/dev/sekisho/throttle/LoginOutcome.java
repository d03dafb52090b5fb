// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.throttle;

/** What became of a try to log in. Immutable. */
public enum LoginOutcome {
    /** The password was right. */
    GOOD,
    WRONG_PASSWORD,
    UNKNOWN_USER,
    /** Nobody can tell: trouble of ours, or a refusal that has nothing to do with the password. */
    NEITHER
}
