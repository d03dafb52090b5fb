// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.decision;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The ID of a decision: 8 digits and consonants that are hard to confuse in writing and speech.
 *
 * <p>Random, not guaranteed to be unique, and not a secret. With a million decisions in the journal, a new reference
 * collides with a probability of 1 in 78,000; a search then finds the newer one.
 */
public final class Reference {
    static final int CHARACTERS = 8;

    /** No vowels, so that no words arise; and none of 0 1 b g l q s z. */
    private static final String ALPHABET = "23456789cdfhjkmnprtvwxy";

    private static final long ALL = (long) Math.pow(ALPHABET.length(), CHARACTERS);

    private Reference() {}

    static String next() {
        long number = ThreadLocalRandom.current().nextLong(ALL);
        char[] text = new char[CHARACTERS];
        for (int i = 0; i < CHARACTERS; i++) {
            text[i] = ALPHABET.charAt((int) (number % ALPHABET.length()));
            number /= ALPHABET.length();
        }
        return new String(text);
    }

    /** Parses a typed reference, in any case and with blanks around it; empty if it is not valid. */
    public static Optional<String> read(String typed) {
        String text = typed.strip().toLowerCase(Locale.ROOT);
        return Optional.of(text)
                .filter(each -> each.length() == CHARACTERS)
                .filter(each -> each.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0));
    }
}
