// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.decision;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The short name of a decision: 8 digits and consonants, none of which looks or sounds much like another.
 *
 * <p>Random and not guaranteed to be unique: of a million kept ones a new one is equal to some with a chance of 1 in
 * 78,000, and then the newer is shown. It is no secret.
 *
 * <p>Safe for use by many threads; takes no lock.
 */
public final class Reference {
    static final int CHARACTERS = 8;

    /** Without vowels, so that no word comes out; without 0 1 b g i l o q s u z. */
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

    /** The reference that a person has typed, in any case and with blanks around it; empty if it can be none. */
    public static Optional<String> read(String typed) {
        String text = typed.strip().toLowerCase(Locale.ROOT);
        return Optional.of(text)
                .filter(each -> each.length() == CHARACTERS)
                .filter(each -> each.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0));
    }
}
