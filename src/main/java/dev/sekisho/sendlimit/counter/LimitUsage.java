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
 * @param freesAt when one more fits, as the reply to the sender has it; null while there is room, and for a limit that
 *     does not refuse
 */
@Immutable
public record LimitUsage(
        SendLimit limit, long used, long reserved, @Nullable Instant freesAt) {
    /** The use of each limit, in the order of the limits. */
    static List<LimitUsage> of(CounterState state, List<SendLimit> limits, long nowSeconds) {
        return limits.stream().map(limit -> of(state, limit, nowSeconds)).toList();
    }

    private static LimitUsage of(CounterState state, SendLimit limit, long nowSeconds) {
        Window window = state.window(Window.key(limit));
        long used = window == null ? 0 : window.used(nowSeconds);
        long reserved = limit.unit() == LimitUnit.DOMAINS
                ? LimitCheck.newDomains(window, state.reservedDomains(0, nowSeconds), Cost.NO_DOMAINS, nowSeconds)
                : state.reserved(limit.unit(), 0, nowSeconds);
        boolean refuses = limit.action().refuses() && used + reserved >= limit.amount();
        return new LimitUsage(
                limit,
                used,
                reserved,
                refuses ? Instant.ofEpochSecond(LimitCheck.freeSeconds(limit, window, 1, nowSeconds)) : null);
    }

    /** Whether the limit refuses a message that costs one more. */
    public boolean refuses() {
        return freesAt != null;
    }

    /** The used share; 1 if the limit is reached. */
    double share() {
        return used / (double) limit.amount();
    }
}
