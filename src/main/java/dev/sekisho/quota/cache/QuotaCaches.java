// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.cache;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.quota.MessageConfig;
import java.time.Clock;
import java.util.concurrent.Executor;

/** All caches of the quota service, and the executor on which they may be used. */
@ThreadSafe
public record QuotaCaches(
        TransactionCache messages,
        SplitRetryCache splits,
        TypicalSizes sizes,
        VerdictCache room,
        CacheFailures failures,
        Executor executor) {
    public static QuotaCaches open(BoundedCaches caches, MessageConfig config, Clock clock) {
        CacheFailures failures = new CacheFailures(clock);
        return new QuotaCaches(
                new TransactionCache(caches, failures, config),
                new SplitRetryCache(caches, failures, config),
                new TypicalSizes(caches, failures),
                new VerdictCache(caches, failures, config, clock),
                failures,
                caches.executor());
    }
}
