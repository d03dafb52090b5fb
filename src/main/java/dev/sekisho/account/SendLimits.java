// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.account;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The send limits of an account, a domain or the installation: all of them apply at once.
 *
 * <p>The text form is {@code 100/1h, 500/1d}: amount, slash, period with one of Postfix's units {@code s m h d w};
 * blanks may stand around each part. {@code unlimited} is the empty list. At most 8 limits, each period once; they are
 * kept by period, shortest first, so equal limits have equal texts. "Inherited" is no value of this type: it is the
 * absence of one.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * <p>Making one of more than 8 limits, or with one period twice, throws {@link IllegalArgumentException}.
 */
public record SendLimits(List<SendLimit> limits) {
    /** The word for the empty list. */
    static final String UNLIMITED_WORD = "unlimited";

    /** No limit at all. */
    public static final SendLimits UNLIMITED = new SendLimits(List.of());

    /** Each limit is a window that every message of the account must pass; nobody needs more than minute to month. */
    static final int MAX_LIMITS = 8;

    /** Longest part of a wrong text that a message repeats, in characters: enough to recognise it. */
    private static final int SHOWN_CHARACTERS = 40;

    public SendLimits {
        if (limits.size() > MAX_LIMITS) {
            throw new IllegalArgumentException(
                    limits.size() + " limits are more than the " + MAX_LIMITS + " that are permitted");
        }
        List<SendLimit> sorted = new ArrayList<>(limits);
        sorted.sort(Comparator.comparing(SendLimit::period));
        for (int i = 1; i < sorted.size(); i++) {
            if (sorted.get(i).period().equals(sorted.get(i - 1).period())) {
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
                        "limit " + (i + 1) + " " + shown(parts[i].strip()) + ": " + e.getMessage(), e);
            }
        }
        return new SendLimits(limits);
    }

    private static SendLimit parseLimit(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("need amount/period such as 100/1h, or the one word " + UNLIMITED_WORD);
        }
        long amount = number(text.substring(0, slash).strip(), "amount");
        if (amount > SendLimit.MAX_AMOUNT) {
            throw new IllegalArgumentException("amount is above " + SendLimit.MAX_AMOUNT);
        }
        return new SendLimit((int) amount, period(text.substring(slash + 1).strip()));
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

    private static String shown(String text) {
        String cut = text.length() > SHOWN_CHARACTERS ? text.substring(0, SHOWN_CHARACTERS) + "…" : text;
        return '"' + cut.replaceAll("\\p{Cntrl}", "?") + '"';
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
