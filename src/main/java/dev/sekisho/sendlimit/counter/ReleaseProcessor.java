// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import com.google.errorprone.annotations.Immutable;
import java.io.Serializable;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.MutableEntry;

/**
 * Gives back what a message has reserved: all of it, or only its last recipient, for which another counter had no room.
 *
 * <p>It may run more than once for one request: the second run no longer finds it and changes nothing.
 */
@Immutable
public final class ReleaseProcessor implements EntryProcessor<String, CounterState, Boolean>, Serializable {
    private static final long serialVersionUID = 1;

    private final long transaction;
    private final long recipient;
    private final long nowSeconds;

    /** @param recipient the one to give back; {@link Reservation#NO_RECIPIENT} for all */
    public ReleaseProcessor(long transaction, long recipient, long nowSeconds) {
        this.transaction = transaction;
        this.recipient = recipient;
        this.nowSeconds = nowSeconds;
    }

    @Override
    public Boolean process(MutableEntry<String, CounterState> entry, Object... arguments) {
        CounterState usage = entry.exists() ? entry.getValue() : CounterState.NONE;
        Reservation own = usage.reservation(transaction, nowSeconds);
        if (own == null || (recipient != Reservation.NO_RECIPIENT && own.lastRecipient() != recipient)) {
            return false;
        }
        Reservation left = recipient == Reservation.NO_RECIPIENT ? Reservation.begin(transaction) : own.withoutLast();
        entry.setValue(left.isEmpty() ? usage.release(transaction, nowSeconds) : usage.reserve(left, nowSeconds));
        return true;
    }
}
