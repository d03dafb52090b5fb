// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

import java.time.Clock;
import java.util.concurrent.Executor;

/**
 * All that the quota door remembers from one question to the next, and the {@code executor} on which it may be used.
 *
 * <p>Safe for use by many threads.
 */
record QuotaMemory(
        MessageMemory messages,
        SplitMemory splits,
        LearntSizes sizes,
        RoomMemory room,
        MemoryTrouble trouble,
        Executor executor) {
    static QuotaMemory open(BoundedCaches caches, MessageConfig config, Clock clock) {
        MemoryTrouble trouble = new MemoryTrouble(clock);
        return new QuotaMemory(
                new MessageMemory(caches, trouble, config),
                new SplitMemory(caches, trouble, config),
                new LearntSizes(caches, trouble),
                new RoomMemory(caches, trouble, config, clock),
                trouble,
                caches.executor());
    }
}
