// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.limit.SendLimit;
import java.io.Serializable;
import java.util.List;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.MutableEntry;
import org.jspecify.annotations.Nullable;

/**
 * Checks all limits of a counter, and counts a message against all of them or against none, in one atomic step. The
 * same step releases the reservation of the message.
 *
 * <p>A store may run it more than once for one request: a second run finds the message counted and changes nothing.
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
     * @param id identifies the message
     * @param reserved whether {@link ReserveProcessor} has found room before; nothing is refused then
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
        CounterState state = stored.upTo(cost);
        if (state.hasCounted(id.message())) {
            return repeat(state);
        }
        Cost whole = wholeCost(state);
        LimitResult result = LimitCheck.check(state, limits, whole, id.transaction());
        CounterState released = state.release(id.transaction(), cost.nowSeconds());
        if (!result.isRefused()) {
            return count(entry, released, whole, result);
        }
        return reserved ? count(entry, released, whole, null) : refuse(entry, stored, released, whole, result);
    }

    private LimitResult repeat(CounterState state) {
        LimitResult result = LimitCheck.check(state, limits, cost.none(), id.transaction());
        // A message that was held or filtered must be so again when Postfix repeats the request.
        return result.isDiverted()
                ? result
                : new LimitResult(LimitResult.Outcome.REPEATED, result.limit(), result.used(), 0);
    }

    /** The cost with the domains seen at RCPT. Message and size are counted with the first recipient only. */
    private Cost wholeCost(CounterState state) {
        Reservation own = state.reservation(id.transaction(), cost.nowSeconds());
        Cost whole = own == null ? cost : cost.withDomains(own.domains());
        return id.isPartOf() && state.hasCounted(id.transaction()) ? whole.recipientOnly() : whole;
    }

    private LimitResult refuse(
            MutableEntry<String, CounterState> entry,
            CounterState stored,
            CounterState released,
            Cost whole,
            LimitResult refused) {
        AlertingChange change =
                new AlertingChange(released, limits, whole).refuse(refused, whole, id.transaction(), id.message());
        if (change.state() != stored) {
            entry.setValue(change.state());
        }
        return refused.withAlerts(change.alerts());
    }

    /** @param checked the result of the check; null to count beyond a limit that refuses */
    private LimitResult count(
            MutableEntry<String, CounterState> entry,
            CounterState released,
            Cost whole,
            @Nullable LimitResult checked) {
        CounterState counted = released.plus(whole, id.message(), limits);
        if (id.isPartOf()) {
            counted = counted.remember(id.transaction(), cost.nowSeconds());
        }
        LimitResult taken = checked == null || checked.outcome() == LimitResult.Outcome.ADMITTED ? null : checked;
        AlertingChange change = new AlertingChange(counted, limits, cost).raise(taken);
        counted = change.state();
        entry.setValue(counted);
        LimitResult.Outcome outcome = taken == null ? LimitResult.Outcome.ADMITTED : taken.outcome();
        SendLimit limit =
                (taken == null ? LimitCheck.check(counted, limits, cost.none(), id.transaction()) : taken).limit();
        long used = limit == null ? -1 : counted.used(Window.key(limit), cost.nowSeconds());
        return new LimitResult(outcome, limit, used, 0, change.alerts());
    }
}
