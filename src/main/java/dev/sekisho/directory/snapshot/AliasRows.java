// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.snapshot;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads aliases. */
final class AliasRows {
    private final Pass pass;

    AliasRows(Pass pass) {
        this.pass = pass;
    }

    void readAll() throws SQLException {
        Rows.each(
                pass.connection(),
                "SELECT alias_address, target FROM alias_target ORDER BY alias_address, target",
                row -> pass.builder().alias(row.getString(1), row.getString(2)));
    }

    /** Reads the targets of these aliases, and removes aliases without any. */
    void read(Collection<String> addresses) throws SQLException {
        Map<String, List<String>> targets = new HashMap<>();
        addresses.forEach(each -> targets.put(each, new ArrayList<>(1)));
        Rows.each(
                pass.connection(),
                "SELECT alias_address, target FROM alias_target WHERE alias_address = ANY (?)"
                        + " ORDER BY alias_address, target",
                addresses,
                row -> targets.computeIfAbsent(row.getString(1), absent -> new ArrayList<>(1))
                        .add(row.getString(2)));
        targets.forEach(pass.builder()::replaceAlias);
    }
}
