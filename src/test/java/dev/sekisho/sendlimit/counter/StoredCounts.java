// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the database has of each counter: the highest revision of its row and the journal. */
public final class StoredCounts {
    private StoredCounts() {}

    /** The windows of each counter, by key. */
    public static Map<String, String> windows(Connection connection) throws SQLException, IOException {
        List<StoredCounter> all = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            try (ResultSet records = statement.executeQuery("SELECT states FROM counter_journal")) {
                while (records.next()) {
                    JournalCodec.decode(records.getBytes(1), all::add);
                }
            }
            try (ResultSet rows = statement.executeQuery("SELECT account, windows, revision FROM send_counter")) {
                while (rows.next()) {
                    all.add(new StoredCounter(rows.getString(1), rows.getString(2), rows.getLong(3)));
                }
            }
        }
        Map<String, StoredCounter> newest = new HashMap<>();
        all.forEach(each -> newest.merge(each.account(), each, StoredCounter::newer));
        Map<String, String> windows = new HashMap<>();
        newest.forEach((account, counter) -> windows.put(account, counter.windows()));
        return windows;
    }
}
