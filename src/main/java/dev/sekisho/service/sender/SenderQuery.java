// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.sender;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.sendlimit.activity.ActivityPeriod;
import dev.sekisho.service.FieldErrors;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Period and order of a list of senders. */
@Immutable
public record SenderQuery(ActivityPeriod period, SenderOrder order) {
    /**
     * Reads unchecked parameters; ten minutes and refusals if they are absent.
     *
     * @throws dev.sekisho.service.InvalidFields if a parameter has another value
     */
    public static SenderQuery of(@Nullable String period, @Nullable String sort) {
        FieldErrors errors = new FieldErrors();
        ActivityPeriod readPeriod = ActivityPeriod.TEN_MINUTES;
        if (period != null && !period.isEmpty()) {
            readPeriod = ActivityPeriod.ofWord(period).orElse(readPeriod);
            expect(
                    "period",
                    period,
                    readPeriod.word(),
                    errors,
                    Arrays.stream(ActivityPeriod.values())
                            .map(ActivityPeriod::word)
                            .collect(Collectors.joining(", ")));
        }
        SenderOrder readOrder = SenderOrder.REFUSED;
        if (sort != null && !sort.isEmpty()) {
            readOrder = SenderOrder.ofWord(sort).orElse(readOrder);
            expect(
                    "sort",
                    sort,
                    readOrder.word(),
                    errors,
                    Arrays.stream(SenderOrder.values()).map(SenderOrder::word).collect(Collectors.joining(", ")));
        }
        errors.check();
        return new SenderQuery(readPeriod, readOrder);
    }

    private static void expect(String field, String given, String read, FieldErrors errors, String words) {
        if (!given.equals(read)) {
            errors.add(field, "must be one of " + words);
        }
    }
}
