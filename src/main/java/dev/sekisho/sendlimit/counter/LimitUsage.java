// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.limit.LimitUnit;
import dev.sekisho.limit.SendLimit;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much of one limit an account has used.
 *
 * @param limit the limit
 * @param used recipients in the period that ends now
 * @param reserved by messages under way, beside what is used
 * @param freesAt when one more recipient would fit; null while there is room
 */
@Immutable
public record LimitUsage(
        SendLimit limit, long used, long reserved, @Nullable Instant freesAt) {
    /** Of each limit, in their order. */
    static List<LimitUsage> of(CounterState usage, List<SendLimit> limits, long nowSeconds) {
        return limits.stream().map(limit -> of(usage, limit, nowSeconds)).toList();
    }

    private static LimitUsage of(CounterState usage, SendLimit limit, long nowSeconds) {
        long used = usage.used(Window.key(limit), nowSeconds);
        long reserved = limit.unit() == LimitUnit.DOMAINS
                ? usage.reservedDomains(0, nowSeconds).length
                : usage.reserved(limit.unit(), 0, nowSeconds);
        Window window = usage.window(Window.key(limit));
        Instant freesAt = window == null || used < limit.amount()
                ? null
                : Instant.ofEpochSecond(window.secondsWhenUsedIsAtMost(limit.amount() - 1, nowSeconds));
        return new LimitUsage(limit, used, reserved, freesAt);
    }

    /** 1 where the limit is used up. */
    double share() {
        return used / (double) limit.amount();
    }
}
