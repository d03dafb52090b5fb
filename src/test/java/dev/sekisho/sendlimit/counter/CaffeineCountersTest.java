// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import dev.sekisho.SettableClock;
import dev.sekisho.cluster.CacheFactory;
import dev.sekisho.sendlimit.TestDirectory;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** The contract on the store of a single node. */
class CaffeineCountersTest extends CountersContract {
    private final CacheFactory caches = TestCaches.open();
    private @Nullable SendCounters counters;

    @AfterEach
    void close() {
        caches.close();
    }

    @Override
    List<CacheFactory> nodes() {
        return List.of(caches);
    }

    @Override
    List<SendCounters> counters(TestDirectory directory, SettableClock clock) {
        SendCounters made = counters == null ? new SendCounters(caches, directory, clock, event -> {}) : counters;
        counters = made;
        return List.of(made);
    }
}
