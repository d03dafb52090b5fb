// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.limit.LimitUnit;
import dev.sekisho.limit.SendLimit;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The use of one limit.
 *
 * @param limit the limit
 * @param used what the period that ends now has, in the unit of the limit
 * @param reserved what messages under way have reserved in addition
 * @param freesAt when one more fits; null while there is room
 */
@Immutable
public record LimitUsage(
        SendLimit limit, long used, long reserved, @Nullable Instant freesAt) {
    /** The use of each limit, in the order of the limits. */
    static List<LimitUsage> of(CounterState state, List<SendLimit> limits, long nowSeconds) {
        return limits.stream().map(limit -> of(state, limit, nowSeconds)).toList();
    }

    private static LimitUsage of(CounterState state, SendLimit limit, long nowSeconds) {
        long used = state.used(Window.key(limit), nowSeconds);
        long reserved = limit.unit() == LimitUnit.DOMAINS
                ? state.reservedDomains(0, nowSeconds).length
                : state.reserved(limit.unit(), 0, nowSeconds);
        Window window = state.window(Window.key(limit));
        Instant freesAt = window == null || used < limit.amount()
                ? null
                : Instant.ofEpochSecond(window.secondsWhenUsedIsAtMost(limit.amount() - 1, nowSeconds));
        return new LimitUsage(limit, used, reserved, freesAt);
    }

    /** The used share; 1 if the limit is reached. */
    double share() {
        return used / (double) limit.amount();
    }
}
