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
 * Checks all limits of a counter, and reserves for a message or refuses, in one atomic step.
 *
 * <p>A store may run it more than once for one request: a second run finds the reservation and changes nothing.
 */
@ThreadSafe
public final class ReserveProcessor implements EntryProcessor<String, CounterState, LimitResult>, Serializable {
    private static final long serialVersionUID = 1;

    /** What a run reserves. */
    public enum Mode {
        /** One more recipient. */
        RECIPIENT,
        /** The whole message: its recipients and size, as far as Postfix knows them. */
        MESSAGE,
        /** Nothing; only a refusal changes the counter. */
        PEEK
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
        CounterState state = stored.upTo(cost);
        if (mode == Mode.MESSAGE && state.hasCounted(id.message())) {
            return new LimitResult(LimitResult.Outcome.REPEATED, null, -1, 0);
        }
        Reservation found = state.reservation(id.transaction(), cost.nowSeconds());
        Reservation own = found == null ? Reservation.begin(id.transaction()) : found;
        Reservation next = next(own);
        LimitResult result = LimitCheck.check(state, limits, requested(state, next), id.transaction());
        if (result.isRefused()) {
            return refuse(entry, stored, state, withOwn(result, own));
        }
        if (changes(found, next)) {
            entry.setValue(state.reserve(next, cost.nowSeconds()));
        }
        return withOwn(result, next);
    }

    private boolean changes(@Nullable Reservation found, Reservation next) {
        return mode != Mode.PEEK && limits.length > 0 && (found == null || !next.holdsAsMuchAs(found));
    }

    private Reservation next(Reservation own) {
        return switch (mode) {
            case RECIPIENT -> own.lastRecipient() == id.recipient() ? own : own.plus(id.recipient(), cost);
            case MESSAGE -> own.of(cost);
            case PEEK -> own.isEmpty() ? own.of(cost) : own;
        };
    }

    private Cost requested(CounterState state, Reservation next) {
        Cost whole = next.cost(cost);
        // If recipients are counted one by one, message and size are counted with the first.
        return id.isPartOf() && state.hasCounted(id.transaction()) ? whole.recipientOnly() : whole;
    }

    private LimitResult refuse(
            MutableEntry<String, CounterState> entry, CounterState stored, CounterState state, LimitResult refused) {
        AlertingChange change =
                new AlertingChange(state, limits, cost).refuse(refused, cost, id.transaction(), id.recipient());
        if (change.state() != stored) {
            entry.setValue(change.state());
        }
        return refused.withAlerts(change.alerts());
    }

    /** The used amount for people: it includes what the message itself has reserved. */
    private static LimitResult withOwn(LimitResult result, Reservation own) {
        SendLimit limit = result.limit();
        return limit == null || own.isEmpty()
                ? result
                : new LimitResult(
                        result.outcome(),
                        limit,
                        result.used() + own.of(limit.unit()),
                        result.freeSeconds(),
                        result.alerts());
    }
}
