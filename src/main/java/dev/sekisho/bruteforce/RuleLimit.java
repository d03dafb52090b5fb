// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.bruteforce;

import com.google.errorprone.annotations.Immutable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The number of distinct attempts that a rule permits in a period; {@code 10/10m} as text.
 *
 * @param amount the permitted attempts, 1 to 1,000: a counter keeps one more
 * @param seconds the sliding period
 */
@Immutable
record RuleLimit(int amount, int seconds) {
    static final int MOST = 1000;
    static final int LONGEST_SECONDS = 86_400;
    static final String BOUNDS = "1 to " + MOST + ", a slash, a period of 1s to 1d (s, m, h, d)";

    private static final Pattern TEXT = Pattern.compile("(\\d{1,4})/(\\d{1,5})([smhd])");

    /** @throws IllegalArgumentException if {@code text} is not such a limit */
    static RuleLimit parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("must be " + BOUNDS);
        }
        int amount = Integer.parseInt(matcher.group(1));
        long seconds = Long.parseLong(matcher.group(2))
                * switch (matcher.group(3)) {
                    case "s" -> 1;
                    case "m" -> 60;
                    case "h" -> 3600;
                    default -> 86_400;
                };
        if (amount < 1 || amount > MOST || seconds < 1 || seconds > LONGEST_SECONDS) {
            throw new IllegalArgumentException("must be " + BOUNDS);
        }
        return new RuleLimit(amount, (int) seconds);
    }
}
