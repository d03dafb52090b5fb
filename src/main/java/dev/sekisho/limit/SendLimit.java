// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.limit;

import com.google.errorprone.annotations.Immutable;
import java.io.Serializable;
import java.time.Duration;

/**
 * A send limit: the amount that may be sent within a period. {@code 100/1h} permits 100 recipients in any hour;
 * {@code bytes 2G/day hold} permits two gibibytes in a calendar day and holds further mail.
 *
 * <p>{@link #amount} is 1 to 1,000,000,000, in recipients, messages or kibibytes; {@link #period} is whole seconds, one
 * minute to 31 days. With {@link #calendarDay} the period is a day, and the counter restarts at midnight. The text form
 * uses the largest unit that divides the period or the size, so that equal limits have equal texts.
 *
 * <p>{@link #notifyPercent} is the share of the amount at which a notification is sent, 1 to 99, or 0 for none.
 * {@link #blockPercent} is the share at which the account is send-blocked, 101 to 1000, or 0 for none; with an action
 * that rejects, rejected amounts count towards it.
 *
 * <p>The constructor throws {@link IllegalArgumentException} for values out of bounds.
 */
@Immutable
public record SendLimit(
        LimitUnit unit,
        int amount,
        Duration period,
        boolean calendarDay,
        LimitAction action,
        int notifyPercent,
        int blockPercent)
        implements Serializable {
    /** Far above the volume of an account in a month, and far below the overflow of a {@code long} counter. */
    static final int MAX_AMOUNT = 1_000_000_000;

    /** Each domain is stored in 16 bytes, so an account takes at most 16 kilobytes. */
    static final int MAX_DOMAINS = 1_000;

    /** The default of {@link #notifyPercent}. */
    public static final int DEFAULT_NOTIFY_PERCENT = 80;

    private static final int MAX_BLOCK_PERCENT = 1_000;

    /** The period of a calendar day in the text form. */
    static final String DAY_WORD = "day";

    static final String NOTIFY_WORD = "notify";
    static final String BLOCK_WORD = "block";
    static final String OFF_WORD = "off";

    /** Shorter periods limit the rate of single messages, for which Postfix's anvil(8) is better suited. */
    static final Duration MIN_PERIOD = Duration.ofMinutes(1);

    /** The longest month; older counts are not worth their memory. */
    static final Duration MAX_PERIOD = Duration.ofDays(31);

    public SendLimit {
        if (amount < 1 || amount > MAX_AMOUNT) {
            throw new IllegalArgumentException("amount " + amount + " is not between 1 and " + MAX_AMOUNT);
        }
        if (unit == LimitUnit.DOMAINS && amount > MAX_DOMAINS) {
            throw new IllegalArgumentException("amount " + amount + " of domains is above " + MAX_DOMAINS);
        }
        if (notifyPercent < 0 || notifyPercent > 99) {
            throw new IllegalArgumentException("notify " + notifyPercent + "% is not between 1% and 99%");
        }
        if (blockPercent != 0 && (blockPercent < 101 || blockPercent > MAX_BLOCK_PERCENT)) {
            throw new IllegalArgumentException("block " + blockPercent + "% is not between 101% and 1000%");
        }
        if (unit == LimitUnit.DOMAINS && (long) amount * blockPercent / 100 > MAX_DOMAINS) {
            throw new IllegalArgumentException(
                    "block at " + (long) amount * blockPercent / 100 + " domains is above " + MAX_DOMAINS);
        }
        if (period.compareTo(MIN_PERIOD) < 0 || period.compareTo(MAX_PERIOD) > 0) {
            throw new IllegalArgumentException("period " + periodText(period) + " is not between 60s and 31d");
        }
        if (calendarDay && !period.equals(Duration.ofDays(1))) {
            throw new IllegalArgumentException("a calendar day has the period 1d");
        }
        if (period.toNanosPart() != 0) {
            throw new IllegalArgumentException("period " + period + " is not whole seconds");
        }
    }

    /** Creates a limit of recipients in a sliding window, with the action {@code defer}. */
    public SendLimit(int amount, Duration period) {
        this(LimitUnit.RECIPIENTS, amount, period, false, LimitAction.DEFER, DEFAULT_NOTIFY_PERCENT, 0);
    }

    /** A copy with another amount. */
    SendLimit withAmount(int other) {
        return new SendLimit(unit, other, period, calendarDay, action, notifyPercent, blockPercent);
    }

    /** The used amount at which a notification is sent; {@link Long#MAX_VALUE} for none. */
    public long notifyAt() {
        return notifyPercent == 0 ? Long.MAX_VALUE : ((long) amount * notifyPercent + 99) / 100;
    }

    /**
     * The used amount, including rejected amounts, at which the account is send-blocked; {@link Long#MAX_VALUE} for
     * none.
     */
    public long blockAt() {
        return blockPercent == 0 ? Long.MAX_VALUE : (long) amount * blockPercent / 100;
    }

    /** The period in the text form, such as {@code 1h} or {@code day}. */
    public String periodText() {
        return calendarDay ? DAY_WORD : periodText(period);
    }

    /** The amount in the text form: a number; for bytes with the unit {@code K}, {@code M} or {@code G}. */
    public String amountText() {
        return amountText(amount);
    }

    /** Another amount of this limit's unit, in the text form. */
    public String amountText(long of) {
        if (unit != LimitUnit.BYTES) {
            return Long.toString(of);
        }
        if (of != 0 && of % (1 << 20) == 0) {
            return (of >> 20) + "G";
        }
        return of != 0 && of % (1 << 10) == 0 ? (of >> 10) + "M" : of + "K";
    }

    /** Whether both have the same unit and window, so that a list can contain only one of them. */
    public boolean sameWindow(SendLimit other) {
        return unit == other.unit && period.equals(other.period) && calendarDay == other.calendarDay;
    }

    private static String periodText(Duration period) {
        long seconds = period.toSeconds();
        for (TimeUnitLetter unit : TimeUnitLetter.LARGEST_FIRST) {
            // A week is parsed but not written: 7d and 1w would be two texts for one limit.
            if (unit != TimeUnitLetter.W && seconds % unit.seconds() == 0) {
                return seconds / unit.seconds() + unit.letter();
            }
        }
        throw new AssertionError("a second divides every period");
    }

    /**
     * The text form, such as {@code 100/1h}; the defaults recipients, {@code defer} and {@code notify 80%} are omitted.
     */
    @Override
    public String toString() {
        return (unit == LimitUnit.RECIPIENTS ? "" : unit.word() + " ")
                + amountText() + "/" + periodText()
                + (action == LimitAction.DEFER ? "" : " " + action.word())
                + (notifyPercent == DEFAULT_NOTIFY_PERCENT
                        ? ""
                        : " " + NOTIFY_WORD + " " + (notifyPercent == 0 ? OFF_WORD : notifyPercent + "%"))
                + (blockPercent == 0 ? "" : " " + BLOCK_WORD + " " + blockPercent + "%");
    }
}
