// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

import java.time.Clock;

/**
 * All that the quota door remembers from one question to the next.
 *
 * <p>Safe for use by many threads.
 */
record QuotaMemory(MessageMemory messages, SplitMemory splits, LearntSizes sizes, RoomMemory room) {
    static QuotaMemory open(BoundedCaches caches, MessageConfig config, Clock clock) {
        return new QuotaMemory(
                new MessageMemory(caches, config),
                new SplitMemory(caches, config),
                new LearntSizes(caches),
                new RoomMemory(caches, config, clock));
    }
}
