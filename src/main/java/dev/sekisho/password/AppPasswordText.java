// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.Locale;
import java.util.Optional;

/**
 * The text of an app password: four groups of four letters and digits, {@code k3v7-aq2m-x5td-wn6p}, 80 random bits.
 *
 * <p>Nobody guesses 80 bits, however cheap the hash is to compute, so it needs no costly one. The shape tells an app
 * password from most others before anything is asked or hashed.
 */
@ThreadSafe
public final class AppPasswordText {
    /** Base 32 of RFC 4648 in lower case: no 0, 1, 8, 9 to be mistaken for letters; 5 bits each. */
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

    private static final int CHARS = 16;
    private static final int GROUP_CHARS = 4;

    private AppPasswordText() {}

    /** A new one, with hyphens. */
    public static String generate() {
        StringBuilder text = new StringBuilder();
        byte[] random = Salt.bytes(CHARS);
        for (int i = 0; i < CHARS; i++) {
            if (i > 0 && i % GROUP_CHARS == 0) {
                text.append('-');
            }
            text.append(ALPHABET.charAt(random[i] & (ALPHABET.length() - 1)));
        }
        return text.toString();
    }

    /**
     * What is hashed: without hyphens and blanks, in lower case, since people type it over; empty if {@code given} has
     * not the shape of an app password.
     */
    public static Optional<Secret> canonical(Secret given) {
        if (given.sizeBytes() > 2 * CHARS) {
            return Optional.empty();
        }
        String text = given.text().replaceAll("[- ]", "").toLowerCase(Locale.ROOT);
        boolean shaped = text.length() == CHARS && text.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0);
        return shaped ? Optional.of(Secret.of(text)) : Optional.empty();
    }
}
