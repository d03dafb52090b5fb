// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.limit.LimitAction;
import dev.sekisho.limit.LimitUnit;
import dev.sekisho.limit.SendLimit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether limits have room, and what is to be told of them. Pure functions of a usage. */
@ThreadSafe
final class LimitCheck {
    /** What is told where only messages under way are in the way: the next minute. */
    private static final int SOON_SECONDS = 60;

    private LimitCheck() {}

    /**
     * Whether {@code cost} more would fit every limit beside what is used and what others have reserved; counts
     * nothing.
     *
     * @param transaction the message that asks, whose own reservation is not in its way
     */
    static LimitResult check(CounterState usage, SendLimit[] limits, Cost cost, long transaction) {
        SendLimit nearest = null;
        long nearestUsed = 0;
        SendLimit refusing = null;
        long refusingUsed = 0;
        long freeSeconds = 0;
        SendLimit passing = null;
        long passingUsed = 0;
        for (SendLimit limit : limits) {
            Window window = usage.window(Window.key(limit));
            long used = window == null ? 0 : window.used(cost.nowSeconds());
            long asked = cost.of(limit.unit());
            if (limit.unit() == LimitUnit.DOMAINS) {
                long[] others = usage.reservedDomains(transaction, cost.nowSeconds());
                long held = notIn(window, others, cost, Cost.NO_DOMAINS);
                asked = notIn(window, cost.domains(), cost, others);
                used += held;
            } else {
                used += usage.reserved(limit.unit(), transaction, cost.nowSeconds());
            }
            boolean room = used + asked <= limit.amount();
            if (!room && limit.action().refuses() && asked > 0) {
                long free = freeSeconds(window, limit, asked, cost.nowSeconds());
                // The limit that blocks longest is the one to tell; "never" (0) blocks longest of all.
                if (refusing == null || free == 0 || (freeSeconds != 0 && free > freeSeconds)) {
                    refusing = limit;
                    refusingUsed = used;
                    freeSeconds = free;
                }
            } else if (!room
                    && !limit.action().refuses()
                    && (passing == null || limit.action().compareTo(passing.action()) < 0)) {
                passing = limit;
                passingUsed = used;
            }
            if (nearest == null || used * nearest.amount() > nearestUsed * limit.amount()) {
                nearest = limit;
                nearestUsed = used;
            }
        }
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

    private static int notIn(@Nullable Window window, long[] domains, Cost now, long[] others) {
        int count = 0;
        for (long domain : domains) {
            boolean known = window instanceof DomainsWindow seen && seen.holds(domain, now.nowSeconds());
            if (!known && !Cost.contains(others, others.length, domain)) {
                count++;
            }
        }
        return count;
    }

    private static long freeSeconds(@Nullable Window window, SendLimit limit, long asked, long nowSeconds) {
        if (asked > limit.amount()) {
            return 0;
        }
        long free = window == null ? nowSeconds : window.secondsWhenUsedIsAtMost(limit.amount() - asked, nowSeconds);
        return free == nowSeconds ? nowSeconds + SOON_SECONDS : free;
    }

    /** What was asked of a limit, in vain included. */
    private static long asked(CounterState usage, SendLimit limit, long nowSeconds) {
        return usage.used(Window.key(limit), nowSeconds) + usage.used(Window.refusedKey(limit), nowSeconds);
    }

    /**
     * The usage with its marks set for what is news after a request, and the news.
     *
     * @param taken the limit whose action was taken; null for none
     * @param freeSeconds when it has room again; 0 for never
     * @param news takes what is to be told
     */
    static CounterState mark(
            CounterState usage,
            SendLimit[] limits,
            @Nullable SendLimit taken,
            long takenUsed,
            long freeSeconds,
            Cost now,
            List<LimitAlert> news) {
        CounterState marked = usage;
        for (SendLimit limit : limits) {
            long used = marked.used(Window.key(limit), now.nowSeconds());
            if (limit.equals(taken)) {
                marked = mark(marked, limit, LimitEvent.Kind.REFUSED, takenUsed, freeSeconds, now, news);
            } else if (used >= limit.notifyAt()) {
                marked = mark(marked, limit, LimitEvent.Kind.NEAR, used, 0, now, news);
            }
            if (limit.blockPercent() != 0) {
                long asked = asked(marked, limit, now.nowSeconds());
                if (asked >= limit.blockAt()) {
                    marked = mark(marked, limit, LimitEvent.Kind.SEND_BLOCKED, asked, freeSeconds, now, news);
                }
            }
        }
        return marked;
    }

    private static CounterState mark(
            CounterState usage,
            SendLimit limit,
            LimitEvent.Kind kind,
            long used,
            long freeSeconds,
            Cost now,
            List<LimitAlert> news) {
        int key = Window.key(limit);
        Window found = usage.window(key);
        Window window = found == null ? Window.empty(key) : found;
        if (window.marks().has(kind, now.nowSeconds())) {
            return usage;
        }
        news.add(new LimitAlert(kind, limit, used, freeSeconds));
        return usage.with(window.withMarks(window.marks().with(kind, window.toldUntil(now))), now.nowSeconds());
    }

    /** The usage after a request was refused, marked; the same usage where nothing changed. */
    static CounterState refuse(
            CounterState usage,
            SendLimit[] limits,
            LimitResult refused,
            Cost cost,
            long transaction,
            long recipient,
            List<LimitAlert> news) {
        CounterState next = usage;
        SendLimit limit = refused.limit();
        if (limit != null && limit.blockPercent() != 0 && !usage.hasRefused(transaction, recipient)) {
            Cost more = usage.hasRefused(transaction) ? cost.recipientOnly() : cost;
            next = next.refuse(more, transaction, recipient, limit);
        }
        return mark(next, limits, limit, refused.used(), refused.freeSeconds(), cost, news);
    }

    /** The limits as an array, which is what travels with a processor. */
    static SendLimit[] array(List<SendLimit> limits) {
        return limits.toArray(new SendLimit[0]);
    }

    static List<LimitAlert> news() {
        return new ArrayList<>(0);
    }
}
