// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import com.google.errorprone.annotations.Immutable;
import java.io.Serializable;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.MutableEntry;

/**
 * Releases the reservation of a message: all of it, or only its last recipient if another counter had no room for it.
 *
 * <p>A store may run it more than once for one request: a second run finds nothing to release and changes nothing.
 */
@Immutable
public final class ReleaseProcessor implements EntryProcessor<String, CounterState, Boolean>, Serializable {
    private static final long serialVersionUID = 1;

    private final long transaction;
    private final long recipient;
    private final long nowSeconds;

    /** @param recipient the recipient to release; {@link Reservation#NO_RECIPIENT} for all */
    public ReleaseProcessor(long transaction, long recipient, long nowSeconds) {
        this.transaction = transaction;
        this.recipient = recipient;
        this.nowSeconds = nowSeconds;
    }

    @Override
    public Boolean process(MutableEntry<String, CounterState> entry, Object... arguments) {
        CounterState state = entry.exists() ? entry.getValue() : CounterState.NONE;
        Reservation own = state.reservation(transaction, nowSeconds);
        if (own == null || (recipient != Reservation.NO_RECIPIENT && own.lastRecipient() != recipient)) {
            return false;
        }
        Reservation left = recipient == Reservation.NO_RECIPIENT ? Reservation.begin(transaction) : own.withoutLast();
        entry.setValue(left.isEmpty() ? state.release(transaction, nowSeconds) : state.reserve(left, nowSeconds));
        return true;
    }
}
