// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.limit.SendLimit;
import java.io.Serializable;
import java.util.List;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.MutableEntry;

/**
 * Checks all limits of a counter and counts a message against all of them, or against none: one atomic step. What the
 * message had reserved is released in the same step.
 *
 * <p>It may run more than once for one request (a store may retry): the second run finds the message counted and
 * changes nothing.
 */
@ThreadSafe
public final class CountProcessor implements EntryProcessor<String, CounterState, LimitResult>, Serializable {
    private static final long serialVersionUID = 1;

    private final SendLimit[] limits;
    private final Cost cost;
    private final MessageId id;
    private final boolean reserved;

    /**
     * @param cost what the message costs
     * @param id which message it is
     * @param reserved whether there is room for sure, because {@link ReserveProcessor} found it: nothing is refused
     *     then
     */
    public CountProcessor(List<SendLimit> limits, Cost cost, MessageId id, boolean reserved) {
        this.limits = LimitCheck.array(limits);
        this.cost = cost;
        this.id = id;
        this.reserved = reserved;
    }

    @Override
    public LimitResult process(MutableEntry<String, CounterState> entry, Object... arguments) {
        CounterState stored = entry.exists() ? entry.getValue() : CounterState.NONE;
        CounterState usage = stored.upTo(cost);
        if (usage.hasCounted(id.message())) {
            return repeated(usage);
        }
        Reservation own = usage.reservation(id.transaction(), cost.nowSeconds());
        Cost whole = own == null ? cost : cost.withDomains(own.domains());
        if (id.isPartOf() && usage.hasCounted(id.transaction())) {
            whole = whole.recipientOnly();
        }
        LimitResult limitResult = LimitCheck.check(usage, limits, whole, id.transaction());
        List<LimitAlert> news = LimitCheck.news();
        if (limitResult.outcome() == LimitResult.Outcome.REFUSED && !reserved) {
            CounterState next = LimitCheck.refuse(
                    usage.release(id.transaction(), cost.nowSeconds()),
                    limits,
                    limitResult,
                    whole,
                    id.transaction(),
                    id.message(),
                    news);
            if (next != stored) {
                entry.setValue(next);
            }
            return limitResult.telling(news);
        }
        CounterState counted =
                usage.release(id.transaction(), cost.nowSeconds()).plus(whole, id.message(), limits);
        if (id.isPartOf()) {
            counted = counted.remember(id.transaction(), cost.nowSeconds());
        }
        boolean passed = limitResult.outcome() == LimitResult.Outcome.ADMITTED
                || limitResult.outcome() == LimitResult.Outcome.REFUSED;
        SendLimit taken = passed ? null : limitResult.limit();
        counted = LimitCheck.mark(counted, limits, taken, limitResult.used(), 0, cost, news);
        entry.setValue(counted);
        SendLimit told = passed
                ? LimitCheck.check(counted, limits, cost.none(), id.transaction())
                        .limit()
                : taken;
        long used = told == null ? -1 : counted.used(Window.key(told), cost.nowSeconds());
        return new LimitResult(passed ? LimitResult.Outcome.ADMITTED : limitResult.outcome(), told, used, 0, news);
    }

    private LimitResult repeated(CounterState usage) {
        LimitResult look = LimitCheck.check(usage, limits, cost.none(), id.transaction());
        // A message that went into the hold queue, or to another transport, must go there when Postfix asks again.
        return look.outcome() == LimitResult.Outcome.HELD || look.outcome() == LimitResult.Outcome.FILTERED
                ? look
                : new LimitResult(LimitResult.Outcome.REPEATED, look.limit(), look.used(), 0);
    }
}
