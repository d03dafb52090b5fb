// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import dev.sekisho.ctl.client.CtlException;
import dev.sekisho.ctl.client.Exit;
import dev.sekisho.text.LogText;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses a time as typed: RFC 3339, or a duration from now or until now, {@code 90m}, {@code 2h}, {@code 3d},
 * {@code 1w}.
 */
final class Until {
    private static final Pattern FROM_NOW = Pattern.compile("([1-9][0-9]{0,4})([mhdw])");

    private Until() {}

    /** @throws CtlException if {@code text} is not a time */
    static Instant parse(String text) {
        return parse(text, Instant.now());
    }

    static Instant parse(String text, Instant now) {
        return parse(text, now, 1);
    }

    /** The same with a duration until now. */
    static Instant parsePast(String text) {
        return parsePast(text, Instant.now());
    }

    static Instant parsePast(String text, Instant now) {
        return parse(text, now, -1);
    }

    private static Instant parse(String text, Instant now, int sign) {
        Matcher matcher = FROM_NOW.matcher(text);
        if (matcher.matches()) {
            long number = Long.parseLong(matcher.group(1));
            Duration duration =
                    switch (matcher.group(2)) {
                        case "m" -> Duration.ofMinutes(number);
                        case "h" -> Duration.ofHours(number);
                        case "w" -> Duration.ofDays(7 * number);
                        default -> Duration.ofDays(number);
                    };
            return now.plus(duration.multipliedBy(sign)).truncatedTo(ChronoUnit.SECONDS);
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new CtlException(
                    Exit.UNKNOWN,
                    LogText.quoted(text) + " is not a time; write 2027-01-31T18:00:00Z, or 90m, 2h, 3d "
                            + (sign > 0 ? "from now" : "ago"),
                    e);
        }
    }
}
