// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import java.util.Locale;

/** A language of messages to users; {@code en} or {@code ja} in the database and the API. */
public enum Language {
    EN,
    JA;

    /** The text in the database and the API. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Parses a text.
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
