// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.account;

import java.io.Serializable;
import java.time.Duration;

/**
 * How much an account may send within a period: {@code 100/1h} is a hundred recipients in any hour.
 *
 * <p>{@link #amount} is 1 to 1,000,000,000; {@link #period} is whole seconds, one minute to 31 days. The text form has
 * the largest of the units {@code d h m s} that divides the period, so equal limits have equal texts.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * <p>Making one that is out of bounds throws {@link IllegalArgumentException}.
 */
public record SendLimit(int amount, Duration period) implements Serializable {
    /** Far above what one account sends in a month, and far below where counters of type {@code long} overflow. */
    static final int MAX_AMOUNT = 1_000_000_000;

    /** One minute: below it a limit is a rate of single messages, which Postfix's anvil(8) controls better. */
    static final Duration MIN_PERIOD = Duration.ofMinutes(1);

    /** The longest month: counters older than this are worth no memory. */
    static final Duration MAX_PERIOD = Duration.ofDays(31);

    public SendLimit {
        if (amount < 1 || amount > MAX_AMOUNT) {
            throw new IllegalArgumentException("amount " + amount + " is not between 1 and " + MAX_AMOUNT);
        }
        if (period.compareTo(MIN_PERIOD) < 0 || period.compareTo(MAX_PERIOD) > 0) {
            throw new IllegalArgumentException("period " + periodText(period) + " is not between 60s and 31d");
        }
        if (period.toNanosPart() != 0) {
            throw new IllegalArgumentException("period " + period + " is not whole seconds");
        }
    }

    /** The period as the text form has it, such as {@code 1h}. */
    public String periodText() {
        return periodText(period);
    }

    private static String periodText(Duration period) {
        long seconds = period.toSeconds();
        for (TimeUnitLetter unit : TimeUnitLetter.LARGEST_FIRST) {
            // A week is read but not written: 7d and 1w would be two texts for one limit.
            if (unit != TimeUnitLetter.W && seconds % unit.seconds() == 0) {
                return seconds / unit.seconds() + unit.letter();
            }
        }
        throw new AssertionError("a second divides every period");
    }

    /** The text form, such as {@code 100/1h}. */
    @Override
    public String toString() {
        return amount + "/" + periodText();
    }
}
