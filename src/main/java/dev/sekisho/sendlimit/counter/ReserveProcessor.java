// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.limit.SendLimit;
import java.io.Serializable;
import java.util.List;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.MutableEntry;

/**
 * Checks all limits of a counter and reserves for a message, or refuses: one atomic step.
 *
 * <p>It may run more than once for one request: the second run finds the recipient reserved and changes nothing.
 */
@ThreadSafe
public final class ReserveProcessor implements EntryProcessor<String, CounterState, LimitResult>, Serializable {
    private static final long serialVersionUID = 1;

    /** What a run does with the reservation. */
    public enum Mode {
        /** One recipient more. */
        RECIPIENT,
        /** The whole message: how many recipients and how large it is, as far as Postfix knows. */
        MESSAGE,
        /** Nothing; only a refusal is noted. */
        LOOK
    }

    private final SendLimit[] limits;
    private final Cost cost;
    private final MessageId id;
    private final Mode mode;

    public ReserveProcessor(List<SendLimit> limits, Cost cost, MessageId id, Mode mode) {
        this.limits = LimitCheck.array(limits);
        this.cost = cost;
        this.id = id;
        this.mode = mode;
    }

    @Override
    public LimitResult process(MutableEntry<String, CounterState> entry, Object... arguments) {
        CounterState stored = entry.exists() ? entry.getValue() : CounterState.NONE;
        CounterState usage = stored.upTo(cost);
        if (mode == Mode.MESSAGE && usage.hasCounted(id.message())) {
            return new LimitResult(LimitResult.Outcome.REPEATED, null, -1, 0);
        }
        Reservation found = usage.reservation(id.transaction(), cost.nowSeconds());
        Reservation own = found == null ? Reservation.begin(id.transaction()) : found;
        Reservation next =
                switch (mode) {
                    case RECIPIENT -> own.lastRecipient() == id.recipient() ? own : own.plus(id.recipient(), cost);
                    case MESSAGE -> own.of(cost);
                    case LOOK -> own.isEmpty() ? own.of(cost) : own;
                };
        Cost whole = next.cost(cost);
        // Of a message whose recipients are counted by themselves, message and size are counted with the first.
        Cost asked = id.isPartOf() && usage.hasCounted(id.transaction()) ? whole.recipientOnly() : whole;
        LimitResult limitResult = LimitCheck.check(usage, limits, asked, id.transaction());
        if (limitResult.outcome() == LimitResult.Outcome.REFUSED) {
            List<LimitAlert> news = LimitCheck.news();
            CounterState refused = LimitCheck.refuse(
                    usage, limits, withOwn(limitResult, own), cost, id.transaction(), id.recipient(), news);
            if (refused != stored) {
                entry.setValue(refused);
            }
            return withOwn(limitResult, own).telling(news);
        }
        if (mode != Mode.LOOK && limits.length > 0 && (found == null || !next.holdsAsMuchAs(found))) {
            entry.setValue(usage.reserve(next, cost.nowSeconds()));
        }
        return withOwn(limitResult, next);
    }

    /** What is used as people see it: what the message itself has reserved is spent for them. */
    private static LimitResult withOwn(LimitResult limitResult, Reservation own) {
        SendLimit limit = limitResult.limit();
        return limit == null || own.isEmpty()
                ? limitResult
                : new LimitResult(
                        limitResult.outcome(),
                        limit,
                        limitResult.used() + own.of(limit.unit()),
                        limitResult.freeSeconds(),
                        limitResult.told());
    }
}
