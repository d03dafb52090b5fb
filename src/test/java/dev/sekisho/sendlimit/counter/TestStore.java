// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import jakarta.persistence.PersistenceException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The database's side of the counters, in memory, and unavailable when the test sets it so.
 *
 * <p>Confined to one thread.
 */
final class TestStore extends CounterStore {
    final Map<String, String> rows = new TreeMap<>();
    final Map<String, Long> revisions = new TreeMap<>();
    final List<OffsetDateTime> forgotten = new ArrayList<>();
    int largestBatch;
    boolean away;

    @Override
    public void read(OffsetDateTime since, Consumer<StoredCounter> row) {
        failIfAway();
        rows.forEach((account, windows) ->
                row.accept(new StoredCounter(account, windows, revisions.getOrDefault(account, 0L))));
    }

    @Override
    public List<String> write(Map<String, CounterState> values, OffsetDateTime now) {
        failIfAway();
        largestBatch = Math.max(largestBatch, values.size());
        List<String> newer = new ArrayList<>();
        values.forEach((account, value) -> {
            if (value.revision() >= revisions.getOrDefault(account, 0L)) {
                rows.put(account, value.text());
                revisions.put(account, value.revision());
            } else {
                newer.add(account);
            }
        });
        return newer;
    }

    @Override
    public void delete(List<String> accounts) {
        failIfAway();
        accounts.forEach(rows::remove);
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
