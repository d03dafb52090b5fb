// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.bruteforce;

import com.google.errorprone.annotations.Immutable;
import java.io.Serializable;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.MutableEntry;

/** Counts one attempt in one atomic step and returns the counter after it; run twice it counts once. */
@Immutable
final class CountFailureProcessor implements EntryProcessor<Long, FailureWindow, FailureWindow>, Serializable {
    private static final long serialVersionUID = 1;

    private final int hash;
    private final long nowSeconds;
    private final int periodSeconds;
    private final int most;

    CountFailureProcessor(int hash, long nowSeconds, RuleLimit limit) {
        this.hash = hash;
        this.nowSeconds = nowSeconds;
        this.periodSeconds = limit.seconds();
        this.most = limit.amount() + 1;
    }

    @Override
    public FailureWindow process(MutableEntry<Long, FailureWindow> entry, Object... arguments) {
        FailureWindow next =
                (entry.exists() ? entry.getValue() : FailureWindow.NONE).plus(hash, nowSeconds, periodSeconds, most);
        entry.setValue(next);
        return next;
    }
}
