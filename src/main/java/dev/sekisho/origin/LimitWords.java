// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.origin;

import dev.sekisho.account.LimitAction;
import dev.sekisho.account.Meter;
import dev.sekisho.account.SendLimit;
import java.time.Duration;
import java.util.Optional;

/** Other systems' limits as the gate's. Holds no state. */
final class LimitWords {
    private LimitWords() {}

    /**
     * A limit; empty, and told, if it is out of the gate's bounds.
     *
     * @param amount recipients, messages or kibibytes
     */
    static Optional<SendLimit> limit(
            Harvest harvest, String place, Meter meter, long amount, long seconds, LimitAction action) {
        try {
            return Optional.of(new SendLimit(
                    meter,
                    Math.toIntExact(amount),
                    Duration.ofSeconds(Math.min(seconds, Integer.MAX_VALUE)),
                    false,
                    action,
                    SendLimit.NOTICE_PERCENT,
                    0));
        } catch (ArithmeticException | IllegalArgumentException e) {
            harvest.notCarried(place, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
