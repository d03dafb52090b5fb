// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import java.util.Locale;

/** What send limits does with mail that no account answers for. */
public enum UnauthenticatedPolicy {
    /** It passes, and nothing is counted. */
    PASS,
    /** It counts, and every limit that it meets holds. */
    COUNT,
    /** It is refused. */
    REFUSE;

    /** The word of the database and of the REST API. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The constant of a word.
     *
     * @throws IllegalArgumentException if there is no such treatment
     */
    public static UnauthenticatedPolicy ofWord(String word) {
        for (UnauthenticatedPolicy treatment : values()) {
            if (treatment.word().equals(word)) {
                return treatment;
            }
        }
        throw new IllegalArgumentException("must be one of pass, count, refuse");
    }
}
