// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.snapshot;

import dev.sekisho.directory.ChangedRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Some aliases of the database in its order, to compare them; the last one may be incomplete. */
final class AliasPage {
    private final Map<String, List<String>> targets = new TreeMap<>();
    private String last = "";
    private String before = "";
    private int rows;
    private boolean full = true;
    private @Nullable String incomplete;

    void add(String alias, String target) {
        if (!alias.equals(last)) {
            before = last;
            last = alias;
        }
        rows++;
        targets.computeIfAbsent(alias, absent -> new ArrayList<>(1)).add(target);
    }

    /** Ends the page; {@code limit} is the maximum number of its rows. */
    void end(int limit) {
        full = rows == limit;
        if (!full) {
            return;
        }
        if (targets.size() == 1) {
            // It alone fills the page: it is read again as a suspect.
            incomplete = last;
        } else {
            targets.remove(last);
            last = before;
        }
    }

    boolean isLast() {
        return !full;
    }

    /** The last alias of the page. */
    String last() {
        return last;
    }

    /** Adds the aliases that differ to {@code suspects}. */
    void check(Map<String, List<String>> copy, DirectoryCheck.Seen seen, ChangedRows suspects) {
        targets.forEach((alias, its) -> {
            List<String> known = copy.get(alias);
            seen.add(known != null);
            if (alias.equals(incomplete) || !SnapshotBuilder.kept(its).equals(known)) {
                suspects.alias(alias);
            }
        });
    }
}
