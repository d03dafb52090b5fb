// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.Locale;
import java.util.Optional;

/**
 * The text of an app password: four groups of four letters and digits, {@code k3v7-aq2m-x5td-wn6p}, 80 random bits.
 *
 * <p>80 random bits resist guessing even under a fast hash, so app passwords use one. The shape distinguishes an app
 * password from most other passwords before any database query or hash.
 */
@ThreadSafe
public final class AppPasswordText {
    /** Base 32 of RFC 4648 in lower case, 5 bits a character; without 0, 1, 8 and 9, which resemble letters. */
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

    private static final int CHARS = 16;
    private static final int GROUP_CHARS = 4;

    private AppPasswordText() {}

    /** Generates an app password, with hyphens. */
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
     * The form that is hashed: without hyphens and blanks and in lower case, because people retype it; empty if
     * {@code given} does not have the shape of an app password.
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
