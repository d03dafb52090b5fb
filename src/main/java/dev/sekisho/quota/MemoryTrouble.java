// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Whether the caches of the quota door can be used; a change is told once.
 *
 * <p>Safe for use by many threads.
 */
final class MemoryTrouble {
    private final AtomicBoolean lost = new AtomicBoolean();

    void used() {
        if (lost.get() && lost.compareAndSet(true, false)) {
            QuotaMessages.memoryBack();
        }
    }

    void failed(RuntimeException cause) {
        if (!lost.get() && lost.compareAndSet(false, true)) {
            QuotaMessages.memoryLost(cause);
        }
    }
}
