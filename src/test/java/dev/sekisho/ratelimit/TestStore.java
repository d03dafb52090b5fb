// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ratelimit;

import jakarta.persistence.PersistenceException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * The database's side of the counters, in memory, and away when the test wants it so.
 *
 * <p>Confined to one thread.
 */
final class TestStore extends CounterStore {
    final Map<String, String> rows = new TreeMap<>();
    final List<OffsetDateTime> forgotten = new ArrayList<>();
    int largestBatch;
    boolean away;

    @Override
    public void read(OffsetDateTime since, BiConsumer<String, String> row) {
        failIfAway();
        rows.forEach(row);
    }

    @Override
    public void write(Collection<String> accounts, Map<String, Usage> values, OffsetDateTime now) {
        failIfAway();
        largestBatch = Math.max(largestBatch, accounts.size());
        for (String account : accounts) {
            Usage usage = values.get(account);
            if (usage == null) {
                rows.remove(account);
            } else {
                rows.put(account, usage.text());
            }
        }
    }

    @Override
    public int forget(OffsetDateTime countedBefore) {
        failIfAway();
        forgotten.add(countedBefore);
        return 0;
    }

    private void failIfAway() {
        if (away) {
            throw new PersistenceException("the database is away");
        }
    }
}
