// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import java.util.Locale;

/** The state of a mail host that the operator sets, in lower case in the database and the API. */
public enum MailHostState {
    /** In service. */
    UP,
    /** In service for its accounts; new accounts should not be placed on it. */
    DRAINING,
    /** Out of service: logins get a temporary failure, and its quota-status is not queried. */
    DOWN;

    /** The text in the database and the API. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Parses a text, which is case-sensitive.
     *
     * @throws IllegalArgumentException if there is no such state
     */
    public static MailHostState ofWord(String word) {
        for (MailHostState state : values()) {
            if (state.word().equals(word)) {
                return state;
            }
        }
        throw new IllegalArgumentException("must be one of up, draining, down");
    }
}
