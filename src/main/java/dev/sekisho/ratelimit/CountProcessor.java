// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ratelimit;

import dev.sekisho.account.SendLimit;
import java.io.Serializable;
import java.util.List;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.MutableEntry;
import org.jspecify.annotations.Nullable;

/**
 * Checks all limits of an account and counts a message against all of them, or against none: one atomic step.
 *
 * <p>It may run more than once for one request (a store may retry): the second run finds the message counted and changes
 * nothing.
 *
 * <p>Immutable and safe for use by any thread.
 */
final class CountProcessor implements EntryProcessor<String, Usage, Tally>, Serializable {
    private static final long serialVersionUID = 1;

    private final SendLimit[] limits;
    private final int cost;
    private final long message;
    private final long nowSeconds;

    CountProcessor(List<SendLimit> limits, int cost, long message, long nowSeconds) {
        this.limits = limits.toArray(new SendLimit[0]);
        this.cost = cost;
        this.message = message;
        this.nowSeconds = nowSeconds;
    }

    @Override
    public Tally process(MutableEntry<String, Usage> entry, Object... arguments) {
        Usage usage = entry.exists() ? entry.getValue() : Usage.NONE;
        if (usage.hasCounted(message)) {
            return tally(usage, Tally.Outcome.REPEATED);
        }
        Tally tally = check(usage, List.of(limits), cost, nowSeconds);
        if (tally.outcome() == Tally.Outcome.REFUSED) {
            return tally;
        }
        int[] periods = new int[limits.length];
        for (int i = 0; i < limits.length; i++) {
            periods[i] = (int) limits[i].period().toSeconds();
        }
        Usage next = usage.plus(cost, message, periods, nowSeconds);
        entry.setValue(next);
        return tally(next, Tally.Outcome.ADMITTED);
    }

    private Tally tally(Usage usage, Tally.Outcome outcome) {
        Tally look = check(usage, List.of(limits), 0, nowSeconds);
        return new Tally(outcome, look.limit(), look.used(), 0);
    }

    /** Whether {@code cost} more would fit every limit; counts nothing. */
    static Tally check(Usage usage, List<SendLimit> limits, int cost, long nowSeconds) {
        SendLimit nearest = null;
        long nearestUsed = 0;
        SendLimit refusing = null;
        long refusingUsed = 0;
        long freeSeconds = 0;
        for (SendLimit limit : limits) {
            int period = (int) limit.period().toSeconds();
            long used = usage.used(period, nowSeconds);
            if (cost > 0 && used + cost > limit.amount()) {
                long free = freeSeconds(usage.window(period), limit, cost, nowSeconds);
                // The limit that bars longest is the one to tell; "never" (0) bars longest of all.
                if (refusing == null || free == 0 || (freeSeconds != 0 && free > freeSeconds)) {
                    refusing = limit;
                    refusingUsed = used;
                    freeSeconds = free;
                }
            }
            if (nearest == null || used * nearest.amount() > nearestUsed * limit.amount()) {
                nearest = limit;
                nearestUsed = used;
            }
        }
        if (refusing != null) {
            return new Tally(Tally.Outcome.REFUSED, refusing, refusingUsed, freeSeconds);
        }
        return nearest == null ? Tally.UNLIMITED : new Tally(Tally.Outcome.ADMITTED, nearest, nearestUsed, 0);
    }

    private static long freeSeconds(@Nullable Window window, SendLimit limit, int cost, long nowSeconds) {
        if (cost > limit.amount() || window == null) {
            return 0;
        }
        return window.secondsWhenUsedIsAtMost(limit.amount() - cost, nowSeconds);
    }
}
