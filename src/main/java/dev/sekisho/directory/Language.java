// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import java.util.Locale;

/** A language of the texts that clients are told; the database and the REST API have {@code en} and {@code ja}. */
public enum Language {
    EN,
    JA;

    /** The word of the database and of the REST API. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The constant of a word.
     *
     * @throws IllegalArgumentException if there is no such language
     */
    public static Language ofWord(String word) {
        for (Language language : values()) {
            if (language.word().equals(word)) {
                return language;
            }
        }
        throw new IllegalArgumentException("must be one of en, ja");
    }
}
