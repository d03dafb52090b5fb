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
 * blanks may surround each part. A unit may precede it: {@code recipients}, {@code messages}, {@code domains} or
 * {@code bytes} (an amount with {@code K}, {@code M} or {@code G}). The period may be {@code day}, a calendar day. An
 * action may follow: {@code defer}, {@code reject}, {@code hold}, {@code filter} or {@code observe}, as in
 * {@code messages 50/1h, bytes 2G/day hold}; then {@code notify 80%} or {@code notify off}, and {@code block 200%}.
 * {@code unlimited} is the empty list. There are at most 8 limits, each period once for each unit, sorted by unit and
 * period, shortest first, so that equal limits have equal texts. Inherited limits are not a value of this type, but the
 * absence of one.
 *
 * <p>The constructor throws {@link IllegalArgumentException} for more than 8 limits, or two with the same window.
 */
@ThreadSafe
public record SendLimits(List<SendLimit> limits) {
    /** The keyword for the empty list. */
    static final String UNLIMITED_WORD = "unlimited";

    /** The keyword of columns and the API for inherited limits; not a value of this type. */
    public static final String INHERIT_WORD = "inherit";

    /** No limits. */
    public static final SendLimits UNLIMITED = new SendLimits(List.of());

    /** Every message is checked against each limit; periods from a minute to a month do not need more. */
    static final int MAX_LIMITS = 8;

    /** Period, action, notify percentage, block percentage. */
    private static final Pattern PERIOD_AND_OPTIONS = Pattern.compile("(.*?)(?: +(?!notify |block )([a-z]{2,}))?"
            + "(?: +notify +(off|[1-9][0-9]?%))?(?: +block +([1-9][0-9]{2,3}%))?");

    /** Maximum characters of a wrong text in a message. */
    private static final int SHOWN_CHARACTERS = 40;

    public SendLimits {
        if (limits.size() > MAX_LIMITS) {
            throw new IllegalArgumentException(limits.size() + " limits are more than the permitted " + MAX_LIMITS);
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
     * Parses the text form.
     *
     * @throws IllegalArgumentException if it is malformed; the message names the limit and the error
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
            throw new IllegalArgumentException("must be amount/period such as 100/1h, or " + UNLIMITED_WORD);
        }
        String before = text.substring(0, slash).strip();
        String after = text.substring(slash + 1).strip();
        String word = firstWord(before);
        Optional<LimitUnit> unit = LimitUnit.ofWord(word);
        if (unit.isPresent()) {
            before = before.substring(word.length()).strip();
        } else if (!word.isEmpty() && !word.equals(before) && Character.isLetter(word.charAt(0))) {
            throw new IllegalArgumentException("unit " + LogText.quoted(word, SHOWN_CHARACTERS)
                    + " must be one of recipients, messages, bytes, domains");
        }
        Matcher options = PERIOD_AND_OPTIONS.matcher(after);
        if (!options.matches()) {
            throw new IllegalArgumentException("only an action, notify N% and block N% may follow the period");
        }
        after = options.group(1);
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
                action(options.group(2)),
                percent(options.group(3), SendLimit.DEFAULT_NOTIFY_PERCENT),
                percent(options.group(4), 0));
    }

    private static LimitAction action(@Nullable String word) {
        return word == null
                ? LimitAction.DEFER
                : LimitAction.ofWord(word)
                        .orElseThrow(
                                () -> new IllegalArgumentException("action " + LogText.quoted(word, SHOWN_CHARACTERS)
                                        + " must be one of defer, reject, hold, filter, observe"));
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

    /** Parses a size, whose unit is required: without one, bytes or kibibytes could be meant. */
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

    /** Parses a decimal number of at most ten digits, which exceeds every bound without overflow. */
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

    /** Raises each amount to that of the same window in {@code raised}, if that is larger. */
    public SendLimits raisedTo(SendLimits raised) {
        return new SendLimits(limits.stream()
                .map(limit -> raised.limits.stream()
                        .filter(other -> other.sameWindow(limit) && other.amount() > limit.amount())
                        .findFirst()
                        .map(other -> limit.withAmount(other.amount()))
                        .orElse(limit))
                .toList());
    }

    /** Whether an amount is more than {@code factor} times that of the same window in {@code base}. */
    public boolean isBeyond(SendLimits base, int factor) {
        return limits.stream()
                .anyMatch(limit -> base.limits.stream()
                        .anyMatch(other -> other.sameWindow(limit) && limit.amount() > (long) other.amount() * factor));
    }

    /** Whether one of the limits can send-block an account. */
    public boolean sendBlocks() {
        return limits.stream().anyMatch(limit -> limit.blockPercent() != 0);
    }

    /** Whether there are no limits. */
    public boolean isUnlimited() {
        return limits.isEmpty();
    }

    /** The text form, which {@link #parse} converts back to an equal value. */
    @Override
    public String toString() {
        return limits.isEmpty()
                ? UNLIMITED_WORD
                : limits.stream().map(SendLimit::toString).collect(Collectors.joining(", "));
    }
}
