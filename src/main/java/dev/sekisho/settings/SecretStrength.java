// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.settings;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How hard a shared secret is to guess for who has something made of it and as many tries as he likes.
 *
 * <p>An estimate from above that knows repetitions, rows such as {@code abcd} and plain words: it refuses what is
 * surely weak, and permits whatever a random generator makes of 128 bits in hexadecimal digits or base64.
 */
@ThreadSafe
final class SecretStrength {
    /** What 128 bits take in base64. */
    private static final int LEAST_CHARACTERS = 22;

    /**
     * In bits; 128 random bits in 22 characters of base64 seem to have 74 at the worst, of 200,000, and some 90 mostly.
     */
    private static final double LEAST_BITS = 72;

    /** In bits a character: English words, and words drawn by dice, have up to that. */
    private static final double WORD_BITS = 2;

    private static final Pattern WORDS = Pattern.compile("\\p{L}+(?:[\\p{Punct}\\s]+\\p{L}+)*[\\p{Punct}\\s]*");

    private SecretStrength() {}

    /** What is wrong with {@code secret}, and how to make a better one; empty if nothing is. */
    static Optional<String> weakness(String secret) {
        return secret.length() >= LEAST_CHARACTERS && bits(secret) >= LEAST_BITS
                ? Optional.empty()
                : Optional.of("is too easy to guess: make a random one, such as by openssl rand -base64 32");
    }

    private static double bits(String secret) {
        String once = secret.substring(0, period(secret));
        int characters = countWithoutRows(once);
        if (WORDS.matcher(once).matches()) {
            return characters * WORD_BITS;
        }
        double different = Math.max(1.0, (double) once.chars().distinct().count());
        return characters * Math.log(different) / Math.log(2);
    }

    /** The length of the shortest beginning whose repetition is the whole. */
    private static int period(String secret) {
        return secret.isEmpty() ? 0 : (secret + secret).indexOf(secret, 1);
    }

    /** Characters that do not go on as the two before them did: of {@code aaaa} and {@code 2468} the first two. */
    private static int countWithoutRows(String text) {
        int count = Math.min(2, text.length());
        for (int i = 2; i < text.length(); i++) {
            if (text.charAt(i) - text.charAt(i - 1) != text.charAt(i - 1) - text.charAt(i - 2)) {
                count++;
            }
        }
        return count;
    }
}
