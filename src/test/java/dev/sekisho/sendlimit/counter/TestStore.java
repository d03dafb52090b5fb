// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import jakarta.persistence.PersistenceException;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The rows and the journal in memory; a test can take them away.
 *
 * <p>Confined to one thread.
 */
final class TestStore extends CounterStore {
    final Map<String, String> rows = new TreeMap<>();
    final Map<String, Long> revisions = new TreeMap<>();
    final List<StoredRecord> journal = new ArrayList<>();
    final IdentityHashMap<StoredRecord, OffsetDateTime> appended = new IdentityHashMap<>();
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
    public void write(Map<String, CounterState> values, OffsetDateTime now) {
        failIfAway();
        largestBatch = Math.max(largestBatch, values.size());
        values.forEach((account, value) -> {
            if (value.revision() >= revisions.getOrDefault(account, 0L)) {
                rows.put(account, value.text());
                revisions.put(account, value.revision());
            }
        });
    }

    @Override
    public void append(String node, long first, List<byte[]> records, OffsetDateTime now) {
        failIfAway();
        for (int i = 0; i < records.size(); i++) {
            StoredRecord record = new StoredRecord(node, first + i, records.get(i));
            journal.add(record);
            appended.put(record, now);
        }
    }

    @Override
    public void readJournal(Consumer<StoredRecord> record) {
        failIfAway();
        journal.forEach(record);
    }

    @Override
    public Optional<StoredRecord> newestRecord(OffsetDateTime before) {
        failIfAway();
        return journal.stream()
                .filter(each -> writtenAt(each).isBefore(before))
                .max(Comparator.comparing(this::writtenAt));
    }

    private OffsetDateTime writtenAt(StoredRecord record) {
        return appended.getOrDefault(record, OffsetDateTime.MIN);
    }

    @Override
    public void deleteRecords(String node, long first, long end) {
        failIfAway();
        journal.removeIf(each -> each.node().equals(node) && each.record() >= first && each.record() < end);
    }

    /** The counters in the journal. */
    Set<String> journaled() throws IOException {
        Set<String> accounts = new TreeSet<>();
        for (StoredRecord each : journal) {
            JournalCodec.decode(each.states(), counter -> accounts.add(counter.account()));
        }
        return accounts;
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
