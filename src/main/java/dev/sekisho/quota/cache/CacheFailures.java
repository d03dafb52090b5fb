// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.cache;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.database.Outage;
import dev.sekisho.quota.QuotaMessages;
import java.time.Clock;

/** Logs when the caches of the quota service fail and when they answer again. */
@ThreadSafe
final class CacheFailures {
    private final Outage outage;

    CacheFailures(Clock clock) {
        this.outage = new Outage(clock);
    }

    void used() {
        if (outage.ends()) {
            QuotaMessages.memoryBack();
        }
    }

    void failed(RuntimeException cause) {
        if (outage.begins()) {
            QuotaMessages.memoryLost(cause);
        }
    }
}
