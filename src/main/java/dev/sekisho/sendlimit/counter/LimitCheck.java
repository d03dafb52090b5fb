// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import dev.sekisho.limit.LimitAction;
import dev.sekisho.limit.LimitUnit;
import dev.sekisho.limit.SendLimit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks whether the limits of one counter have room for a cost.
 *
 * <p>One check of one state: it visits the limits one after the other and keeps the limit that decides. Confined to one
 * thread.
 */
final class LimitCheck {
    /** The retry time while only messages under way take the room: the next minute. */
    private static final int SOON_SECONDS = 60;

    private final CounterState state;
    private final Cost cost;
    private final long transaction;

    private @Nullable SendLimit refusing;
    private long refusingUsed;
    private long freeSeconds;
    private @Nullable SendLimit passing;
    private long passingUsed;
    private @Nullable SendLimit nearest;
    private long nearestUsed;

    private LimitCheck(CounterState state, Cost cost, long transaction) {
        this.state = state;
        this.cost = cost;
        this.transaction = transaction;
    }

    /**
     * Whether {@code cost} more fits every limit, beside what is used and what other messages have reserved. Counts
     * nothing.
     *
     * @param transaction the message of the request; its own reservation takes no room from it
     */
    static LimitResult check(CounterState state, SendLimit[] limits, Cost cost, long transaction) {
        LimitCheck check = new LimitCheck(state, cost, transaction);
        for (SendLimit limit : limits) {
            check.visit(limit);
        }
        return check.result();
    }

    /** The limits as an array, which a processor carries to the entry. */
    static SendLimit[] array(List<SendLimit> limits) {
        return limits.toArray(new SendLimit[0]);
    }

    private void visit(SendLimit limit) {
        Window window = state.window(Window.key(limit));
        long used = window == null ? 0 : window.used(cost.nowSeconds());
        long requested;
        if (limit.unit() == LimitUnit.DOMAINS) {
            long[] reserved = state.reservedDomains(transaction, cost.nowSeconds());
            used += newDomains(window, reserved, Cost.NO_DOMAINS, cost.nowSeconds());
            requested = newDomains(window, cost.domains(), reserved, cost.nowSeconds());
        } else {
            used += state.reserved(limit.unit(), transaction, cost.nowSeconds());
            requested = cost.of(limit.unit());
        }
        if (used + requested > limit.amount()) {
            exceed(limit, window, used, requested);
        }
        if (nearest == null || used * nearest.amount() > nearestUsed * limit.amount()) {
            nearest = limit;
            nearestUsed = used;
        }
    }

    /** How many of {@code domains} are neither in the window nor in {@code reserved}. */
    static int newDomains(@Nullable Window window, long[] domains, long[] reserved, long nowSeconds) {
        int count = 0;
        for (long domain : domains) {
            boolean known = window instanceof DomainsWindow seen && seen.holds(domain, nowSeconds);
            if (!known && !Cost.contains(reserved, reserved.length, domain)) {
                count++;
            }
        }
        return count;
    }

    /** The limit has no room. A request that costs nothing is never refused. */
    private void exceed(SendLimit limit, @Nullable Window window, long used, long requested) {
        if (!limit.action().refuses()) {
            if (passing == null || limit.action().compareTo(passing.action()) < 0) {
                passing = limit;
                passingUsed = used;
            }
        } else if (requested > 0) {
            long free = freeSeconds(limit, window, requested, cost.nowSeconds());
            if (refusing == null || isLater(free)) {
                refusing = limit;
                refusingUsed = used;
                freeSeconds = free;
            }
        }
    }

    /** The limit that refuses for the longest time decides; "never" (0) is the longest. */
    private boolean isLater(long free) {
        return free == 0 || (freeSeconds != 0 && free > freeSeconds);
    }

    /** When so much fits a limit without room; 0 for never. */
    static long freeSeconds(SendLimit limit, @Nullable Window window, long requested, long now) {
        if (requested > limit.amount()) {
            return 0;
        }
        long free = window == null ? now : window.secondsWhenUsedIsAtMost(limit.amount() - requested, now);
        return free == now ? now + SOON_SECONDS : free;
    }

    private LimitResult result() {
        if (refusing != null) {
            return new LimitResult(LimitResult.Outcome.REFUSED, refusing, refusingUsed, freeSeconds);
        }
        if (passing != null) {
            return new LimitResult(outcome(passing.action()), passing, passingUsed, 0);
        }
        return nearest == null
                ? LimitResult.UNLIMITED
                : new LimitResult(LimitResult.Outcome.ADMITTED, nearest, nearestUsed, 0);
    }

    private static LimitResult.Outcome outcome(LimitAction action) {
        return switch (action) {
            case HOLD -> LimitResult.Outcome.HELD;
            case FILTER -> LimitResult.Outcome.FILTERED;
            default -> LimitResult.Outcome.OBSERVED;
        };
    }
}
