// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.limit;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.text.LogText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The send limits of an account, a domain or the installation: all of them apply at once.
 *
 * <p>The text form is {@code 100/1h, 500/1d}: amount, slash, period with one of Postfix's units {@code s m h d w};
 * blanks may stand around each part. The meter may stand before it, {@code recipients}, {@code messages},
 * {@code domains} or {@code bytes} (an amount with {@code K}, {@code M} or {@code G}); the period may be {@code day}, a
 * calendar day; and an action may stand behind it, {@code defer}, {@code reject}, {@code hold}, {@code filter} or
 * {@code observe}: {@code messages 50/1h, bytes 2G/day hold}; then {@code notify 80%} or {@code notify off}, and
 * {@code block 200%}. {@code unlimited} is the empty list. At most 8 limits, each period once by unit; they are kept by
 * unit and period, shortest first, so equal limits have equal texts. "Inherited" is no value of this type: it is the
 * absence of one.
 *
 * <p>Making one of more than 8 limits, or with one window twice, throws {@link IllegalArgumentException}.
 */
@ThreadSafe
public record SendLimits(List<SendLimit> limits) {
    /** The word for the empty list. */
    static final String UNLIMITED_WORD = "unlimited";

    /** The word for "the next one's": no value of this type, but what columns and the API may say. */
    public static final String INHERIT_WORD = "inherit";

    /** No limit at all. */
    public static final SendLimits UNLIMITED = new SendLimits(List.of());

    /** Each limit is a window that every message of the account must pass; nobody needs more than minute to month. */
    static final int MAX_LIMITS = 8;

    /** Period; action, when people are told, when the account is send-blocked. */
    private static final Pattern LADDER = Pattern.compile(
            "(.*?)(?: +(?!notify |block )([a-z]{2,}))?(?: +notify +(off|[1-9][0-9]?%))?(?: +block +([1-9][0-9]{2,3}%))?");

    /** Longest part of a wrong text that a message repeats, in characters: enough to recognise it. */
    private static final int SHOWN_CHARACTERS = 40;

    public SendLimits {
        if (limits.size() > MAX_LIMITS) {
            throw new IllegalArgumentException(
                    limits.size() + " limits are more than the " + MAX_LIMITS + " that are permitted");
        }
        List<SendLimit> sorted = new ArrayList<>(limits);
        sorted.sort(Comparator.comparing(SendLimit::unit)
                .thenComparing(SendLimit::period)
                .thenComparing(SendLimit::calendarDay));
        for (int i = 1; i < sorted.size(); i++) {
            if (sorted.get(i).sameWindow(sorted.get(i - 1))) {
                throw new IllegalArgumentException("period " + sorted.get(i).periodText() + " has two limits, "
                        + sorted.get(i - 1).amount() + " and " + sorted.get(i).amount());
            }
        }
        limits = List.copyOf(sorted);
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException if it is malformed; the message says what is wrong and in which limit
     */
    public static SendLimits parse(String text) {
        String stripped = text.strip();
        if (stripped.equals(UNLIMITED_WORD)) {
            return UNLIMITED;
        }
        String[] parts = stripped.split(",", MAX_LIMITS + 2);
        if (parts.length > MAX_LIMITS) {
            throw new IllegalArgumentException("more than " + MAX_LIMITS + " limits");
        }
        List<SendLimit> limits = new ArrayList<>(parts.length);
        for (int i = 0; i < parts.length; i++) {
            try {
                limits.add(parseLimit(parts[i].strip()));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "limit " + (i + 1) + " " + LogText.quoted(parts[i].strip(), SHOWN_CHARACTERS) + ": "
                                + e.getMessage(),
                        e);
            }
        }
        return new SendLimits(limits);
    }

    private static SendLimit parseLimit(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("need amount/period such as 100/1h, or the one word " + UNLIMITED_WORD);
        }
        String before = text.substring(0, slash).strip();
        String after = text.substring(slash + 1).strip();
        Optional<LimitUnit> unit = LimitUnit.ofWord(firstWord(before));
        if (unit.isPresent()) {
            before = before.substring(firstWord(before).length()).strip();
        }
        Matcher ladder = LADDER.matcher(after);
        if (!ladder.matches()) {
            throw new IllegalArgumentException("behind the period stand an action, notify N% or block N%");
        }
        after = ladder.group(1);
        long amount = unit.filter(LimitUnit.BYTES::equals).isPresent() ? kibibytes(before) : number(before, "amount");
        if (amount > SendLimit.MAX_AMOUNT) {
            throw new IllegalArgumentException("amount is above " + SendLimit.MAX_AMOUNT);
        }
        boolean calendarDay = after.equals(SendLimit.DAY_WORD);
        return new SendLimit(
                unit.orElse(LimitUnit.RECIPIENTS),
                (int) amount,
                calendarDay ? Duration.ofDays(1) : period(after),
                calendarDay,
                action(ladder.group(2)),
                percent(ladder.group(3), SendLimit.NOTICE_PERCENT),
                percent(ladder.group(4), 0));
    }

    private static LimitAction action(@Nullable String word) {
        return word == null
                ? LimitAction.DEFER
                : LimitAction.ofWord(word)
                        .orElseThrow(
                                () -> new IllegalArgumentException("action " + LogText.quoted(word, SHOWN_CHARACTERS)
                                        + " is none of defer, reject, hold, filter, observe"));
    }

    private static int percent(@Nullable String text, int absent) {
        if (text == null) {
            return absent;
        }
        return text.equals(SendLimit.OFF_WORD) ? 0 : Integer.parseInt(text.substring(0, text.length() - 1));
    }

    private static String firstWord(String text) {
        int blank = text.indexOf(' ');
        return blank < 0 ? text : text.substring(0, blank);
    }

    /** A size with its unit: without one nobody knows whether bytes or kibibytes were meant. */
    private static long kibibytes(String text) {
        int shift = text.isEmpty() ? -1 : "KMG".indexOf(text.charAt(text.length() - 1)) * 10;
        if (shift < 0) {
            throw new IllegalArgumentException("amount of bytes needs one of the units K M G");
        }
        return number(text.substring(0, text.length() - 1).strip(), "amount") << shift;
    }

    private static Duration period(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("period is missing");
        }
        TimeUnitLetter unit = TimeUnitLetter.of(text.charAt(text.length() - 1))
                .orElseThrow(() -> new IllegalArgumentException("period needs one of the units s m h d w"));
        long count = number(text.substring(0, text.length() - 1).strip(), "period");
        return Duration.ofSeconds(count * unit.seconds());
    }

    /** A decimal number of at most ten digits: beyond every bound and far from any overflow. */
    private static long number(String digits, String what) {
        if (digits.isEmpty()) {
            throw new IllegalArgumentException(what + " is missing");
        }
        if (!digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException(what + " is not a whole number");
        }
        if (digits.length() > 10) {
            throw new IllegalArgumentException(what + " is too large");
        }
        return Long.parseLong(digits);
    }

    /**
     * These limits with the amounts of {@code raised} where both have the same window and the raised amount is larger.
     */
    public SendLimits raisedTo(SendLimits raised) {
        return new SendLimits(limits.stream()
                .map(limit -> raised.limits.stream()
                        .filter(other -> other.sameWindow(limit) && other.amount() > limit.amount())
                        .findFirst()
                        .map(other -> limit.withAmount(other.amount()))
                        .orElse(limit))
                .toList());
    }

    /** Whether one of these amounts is more than {@code factor} times that of the same window in {@code base}. */
    public boolean isBeyond(SendLimits base, int factor) {
        return limits.stream()
                .anyMatch(limit -> base.limits.stream()
                        .anyMatch(other -> other.sameWindow(limit) && limit.amount() > (long) other.amount() * factor));
    }

    /** Whether one of them may send-block an account. */
    public boolean sendBlocks() {
        return limits.stream().anyMatch(limit -> limit.blockPercent() != 0);
    }

    /** Whether there is no limit at all. */
    public boolean isUnlimited() {
        return limits.isEmpty();
    }

    /** The text form; {@link #parse} reads it back as an equal value. */
    @Override
    public String toString() {
        return limits.isEmpty()
                ? UNLIMITED_WORD
                : limits.stream().map(SendLimit::toString).collect(Collectors.joining(", "));
    }
}
