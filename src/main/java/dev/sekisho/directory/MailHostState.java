// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import java.util.Locale;

/** What an operator says of a mail host; the database and the REST API have the words in lower case. */
public enum MailHostState {
    /** In service. */
    UP,
    /** In service for the accounts it has; nothing new is to be placed on it. */
    DRAINING,
    /** Out of service: logins get a temporary failure, and its quota is not asked. */
    DOWN;

    /** The word of the database and of the REST API. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The constant of a word, which has no other case.
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
