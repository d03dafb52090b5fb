// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import java.util.Locale;

/** The policy of send limits for mail without a login. */
public enum UnauthenticatedPolicy {
    /** It passes and is not counted. */
    PASS,
    /** It is counted, and the limits apply. */
    COUNT,
    /** It is rejected. */
    REFUSE;

    /** The text in the database and the API. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Parses a text.
     *
     * @throws IllegalArgumentException if there is no such policy
     */
    public static UnauthenticatedPolicy ofWord(String word) {
        for (UnauthenticatedPolicy policy : values()) {
            if (policy.word().equals(word)) {
                return policy;
            }
        }
        throw new IllegalArgumentException("must be one of pass, count, refuse");
    }
}
