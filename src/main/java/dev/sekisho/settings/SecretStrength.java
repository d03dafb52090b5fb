// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.settings;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Estimates the strength of a shared secret against an offline guessing attack.
 *
 * <p>The estimate is an upper bound that recognises repetitions, sequences such as {@code abcd} and plain words. It
 * rejects certainly weak secrets, and accepts 128 random bits in hexadecimal digits or base64.
 */
@ThreadSafe
final class SecretStrength {
    /** The length of 128 bits in base64. */
    private static final int MIN_CHARACTERS = 22;

    /**
     * In bits. The lowest estimate for 200,000 secrets of 128 random bits in 22 characters of base64 was 74; most were
     * about 90.
     */
    private static final double MIN_BITS = 72;

    /** In bits a character: the maximum of English words, and of words drawn by dice. */
    private static final double WORD_BITS = 2;

    private static final Pattern WORDS = Pattern.compile("\\p{L}+(?:[\\p{Punct}\\s]+\\p{L}+)*[\\p{Punct}\\s]*");

    private SecretStrength() {}

    /** Why {@code secret} is weak and how to generate a better one; empty if it is strong. */
    static Optional<String> weakness(String secret) {
        return secret.length() >= MIN_CHARACTERS && bits(secret) >= MIN_BITS
                ? Optional.empty()
                : Optional.of("is too easy to guess; generate a random one, for example by openssl rand -base64 32");
    }

    private static double bits(String secret) {
        String once = secret.substring(0, period(secret));
        int characters = countWithoutSequences(once);
        if (WORDS.matcher(once).matches()) {
            return characters * WORD_BITS;
        }
        double different = Math.max(1.0, (double) once.chars().distinct().count());
        return characters * Math.log(different) / Math.log(2);
    }

    /** The length of the shortest prefix whose repetition gives the secret. */
    private static int period(String secret) {
        return secret.isEmpty() ? 0 : (secret + secret).indexOf(secret, 1);
    }

    /**
     * Counts characters that do not continue a sequence with the two before them: two of {@code aaaa} and {@code 2468}.
     */
    private static int countWithoutSequences(String text) {
        int count = Math.min(2, text.length());
        for (int i = 2; i < text.length(); i++) {
            if (text.charAt(i) - text.charAt(i - 1) != text.charAt(i - 1) - text.charAt(i - 2)) {
                count++;
            }
        }
        return count;
    }
}
