// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.account;

import java.util.Locale;

/**
 * Whether an account may be used at all; the database and the REST API have the words in lower case.
 *
 * <p>Immutable and safe for use by many threads.
 */
public enum AccountStatus {
    /** May log in, and may send unless that is barred apart. */
    ACTIVE,
    /** May neither log in nor send; mail for it still arrives. */
    SUSPENDED;

    /** The word of the database and of the REST API. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The constant of a word, which has no other case.
     *
     * @throws IllegalArgumentException if there is no such status */
    public static AccountStatus ofWord(String word) {
        for (AccountStatus status : values()) {
            if (status.word().equals(word)) {
                return status;
            }
        }
        throw new IllegalArgumentException("must be one of active, suspended");
    }
}
