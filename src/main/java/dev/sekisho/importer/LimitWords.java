// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.importer;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.limit.LimitAction;
import dev.sekisho.limit.LimitUnit;
import dev.sekisho.limit.SendLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Converts limits of other systems. A limit outside of Sekisho's bounds becomes the nearest one that does not permit
 * more, and is reported.
 */
final class LimitWords {
    /** The bounds of {@link SendLimit} and of a list of them. */
    private static final long MIN_SECONDS = 60;

    private static final long MAX_SECONDS = Duration.ofDays(31).toSeconds();
    private static final long MAX_AMOUNT = 1_000_000_000;
    private static final int MAX_LIMITS = 8;

    private LimitWords() {}

    /**
     * Converts a limit; empty, and reported, if it has no period.
     *
     * @param amount recipients, messages or kibibytes
     */
    static Optional<SendLimit> limit(
            ImportData importData, String place, LimitUnit unit, Amount amount, LimitAction action) {
        if (amount.seconds < 1) {
            importData.skip(place, "has a limit of " + amount.count + " without a period");
            return Optional.empty();
        }
        // The same amount in a longer window permits less. A limit of 60 days is halved for one of 31.
        long windows = (amount.seconds + MAX_SECONDS - 1) / MAX_SECONDS;
        long seconds = Math.min(Math.max(amount.seconds, MIN_SECONDS), MAX_SECONDS);
        long count = Math.min(Math.max(amount.count / windows, 1), MAX_AMOUNT);
        SendLimit limit = new SendLimit(
                unit, (int) count, Duration.ofSeconds(seconds), false, action, SendLimit.DEFAULT_NOTIFY_PERCENT, 0);
        if (amount.count < 1) {
            importData.skip(
                    place,
                    "permits nothing (" + amount.count + "/" + amount.seconds + "s): it is imported as Sekisho's"
                            + " minimum, "
                            + limit.amountText() + "/" + limit.periodText() + "; to forbid sending, send-block the"
                            + " account");
        } else if (count != amount.count || seconds != amount.seconds) {
            importData.skip(
                    place,
                    amount.count + "/" + amount.seconds + "s is out of Sekisho's bounds: it is imported as "
                            + limit.amountText() + "/" + limit.periodText());
        }
        return Optional.of(limit);
    }

    /** An amount within a number of seconds. */
    @Immutable
    record Amount(long count, long seconds) {
        /** The form in reports. */
        @Override
        public String toString() {
            return count + "/" + seconds + "s";
        }
    }

    /**
     * Combines limits until there are at most as many as Sekisho permits: two of one unit become the smaller amount in
     * the longer window, which does not permit more than both.
     */
    static List<SendLimit> fitting(List<SendLimit> limits) {
        List<SendLimit> sorted = new ArrayList<>(limits);
        sorted.sort(Comparator.comparing(SendLimit::unit).thenComparing(SendLimit::period));
        for (int i = sorted.size() - 1; i > 0 && sorted.size() > MAX_LIMITS; i--) {
            SendLimit shorter = sorted.get(i - 1);
            SendLimit longer = sorted.get(i);
            if (shorter.unit() == longer.unit()) {
                SendLimit smaller = shorter.amount() < longer.amount() ? shorter : longer;
                sorted.remove(i);
                sorted.set(
                        i - 1,
                        new SendLimit(
                                longer.unit(),
                                smaller.amount(),
                                longer.period(),
                                false,
                                smaller.action(),
                                SendLimit.DEFAULT_NOTIFY_PERCENT,
                                0));
            }
        }
        return sorted;
    }
}
