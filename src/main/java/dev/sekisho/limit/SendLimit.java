// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.limit;

import com.google.errorprone.annotations.Immutable;
import java.io.Serializable;
import java.time.Duration;

/**
 * How much may be sent within a period: {@code 100/1h} is a hundred recipients in any hour, {@code bytes 2G/day hold}
 * two gibibytes in a calendar day, and what is more is held.
 *
 * <p>{@link #amount} is 1 to 1,000,000,000, in recipients, messages or kibibytes; {@link #period} is whole seconds, one
 * minute to 31 days. With {@link #calendarDay} the period is a day, and what was used is forgotten at midnight. The
 * text form has the largest of the units that divides the period or the size, so equal limits have equal texts.
 *
 * <p>{@link #notifyPercent} of the amount is when people are told that a limit is nearly spent, 1 to 99, 0 for never.
 * {@link #blockPercent} is when the account is send-blocked, 101 to 1000, 0 for never; of a limit that refuses, what
 * was asked for in vain counts too.
 *
 * <p>Making one that is out of bounds throws {@link IllegalArgumentException}.
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
    /** Far above what one account sends in a month, and far below where counters of type {@code long} overflow. */
    static final int MAX_AMOUNT = 1_000_000_000;

    /** Each domain of this meter is remembered by itself: 16 bytes, so 16 kilobytes an account at most. */
    static final int MAX_DOMAINS = 1_000;

    /** When nearly spent, unless a limit says otherwise. */
    public static final int NOTICE_PERCENT = 80;

    private static final int MAX_BLOCK_PERCENT = 1_000;

    /** The period of a calendar day in the text form. */
    static final String DAY_WORD = "day";

    static final String NOTIFY_WORD = "notify";
    static final String BLOCK_WORD = "block";
    static final String OFF_WORD = "off";

    /** One minute: below it a limit is a rate of single messages, which Postfix's anvil(8) controls better. */
    static final Duration MIN_PERIOD = Duration.ofMinutes(1);

    /** The longest month: counters older than this are worth no memory. */
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

    /** A limit of recipients in a sliding window that defers. */
    public SendLimit(int amount, Duration period) {
        this(LimitUnit.RECIPIENTS, amount, period, false, LimitAction.DEFER, NOTICE_PERCENT, 0);
    }

    /** This limit with another amount. */
    SendLimit withAmount(int other) {
        return new SendLimit(unit, other, period, calendarDay, action, notifyPercent, blockPercent);
    }

    /** What is used when people are told that the limit is nearly spent; above every use if they are not to be. */
    public long noticeAt() {
        return notifyPercent == 0 ? Long.MAX_VALUE : ((long) amount * notifyPercent + 99) / 100;
    }

    /** What is used, asked for in vain included, when the account is send-blocked; above every use if it never is. */
    public long blockAt() {
        return blockPercent == 0 ? Long.MAX_VALUE : (long) amount * blockPercent / 100;
    }

    /** The period as the text form has it, such as {@code 1h} or {@code day}. */
    public String periodText() {
        return calendarDay ? DAY_WORD : periodText(period);
    }

    /** The amount as the text form has it: a number, of bytes with the unit {@code K}, {@code M} or {@code G}. */
    public String amountText() {
        return amountText(amount);
    }

    /** Another amount of this limit's meter, as the text form would have it. */
    public String amountText(long of) {
        if (unit != LimitUnit.BYTES) {
            return Long.toString(of);
        }
        if (of != 0 && of % (1 << 20) == 0) {
            return (of >> 20) + "G";
        }
        return of != 0 && of % (1 << 10) == 0 ? (of >> 10) + "M" : of + "K";
    }

    /** Whether both count the same in the same window, so that only one of them can stand in a list. */
    public boolean sameWindow(SendLimit other) {
        return unit == other.unit && period.equals(other.period) && calendarDay == other.calendarDay;
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

    /** The text form, such as {@code 100/1h}; recipients, {@code defer} and {@code notify 80%} go without saying. */
    @Override
    public String toString() {
        return (unit == LimitUnit.RECIPIENTS ? "" : unit.word() + " ")
                + amountText() + "/" + periodText()
                + (action == LimitAction.DEFER ? "" : " " + action.word())
                + (notifyPercent == NOTICE_PERCENT
                        ? ""
                        : " " + NOTIFY_WORD + " " + (notifyPercent == 0 ? OFF_WORD : notifyPercent + "%"))
                + (blockPercent == 0 ? "" : " " + BLOCK_WORD + " " + blockPercent + "%");
    }
}
