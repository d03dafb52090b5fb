// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.throttle;

import java.io.Serializable;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.MutableEntry;

/**
 * Counts one try in one atomic step and returns the counter as it is then; run twice it counts once.
 *
 * <p>Immutable and safe for use by any thread.
 */
final class TryProcessor implements EntryProcessor<Long, Tries, Tries>, Serializable {
    private static final long serialVersionUID = 1;

    private final int hash;
    private final long nowSeconds;
    private final int periodSeconds;
    private final int most;

    TryProcessor(int hash, long nowSeconds, RuleLimit limit) {
        this.hash = hash;
        this.nowSeconds = nowSeconds;
        this.periodSeconds = limit.seconds();
        this.most = limit.amount() + 1;
    }

    @Override
    public Tries process(MutableEntry<Long, Tries> entry, Object... arguments) {
        Tries next = (entry.exists() ? entry.getValue() : Tries.NONE).plus(hash, nowSeconds, periodSeconds, most);
        entry.setValue(next);
        return next;
    }
}
