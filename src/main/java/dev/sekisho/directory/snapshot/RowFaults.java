// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.snapshot;

import com.google.errorprone.annotations.ThreadSafe;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.sekisho.directory.DirectoryMessages;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Logs invalid values of rows, each once until its row is corrected. */
@ThreadSafe
final class RowFaults {
    /** Maximum number of faults of a kind that one read logs; further invalid limits are only counted. */
    private static final int MAX_LINES = 20;

    enum Kind {
        LIMITS,
        SUBJECT,
        WORD
    }

    /**
     * An invalid text.
     *
     * @param row the row that has it
     * @param owner what it belongs to, for the message
     */
    record Fault(Kind kind, String row, String owner, String text, String reason) {}

    @GuardedBy("this")
    private Set<Fault> logged = new HashSet<>();

    /**
     * Logs the faults that are new.
     *
     * @param rows the rows that were read; null for all
     */
    synchronized void found(Collection<Fault> faults, @Nullable Set<String> rows) {
        List<Fault> added = new ArrayList<>(faults);
        added.removeAll(logged);
        if (rows == null) {
            logged = new HashSet<>();
        } else if (!logged.isEmpty()) {
            logged.removeIf(each -> rows.contains(each.row));
        }
        logged.addAll(faults);
        of(Kind.LIMITS, added).stream()
                .limit(MAX_LINES)
                .forEach(each -> DirectoryMessages.unreadableLimits(each.owner, each.text, each.reason));
        int more = of(Kind.LIMITS, added).size() - MAX_LINES;
        if (more > 0) {
            DirectoryMessages.moreUnreadableLimits(more);
        }
        of(Kind.SUBJECT, added).stream()
                .limit(MAX_LINES)
                .forEach(each -> DirectoryMessages.unreadableSubject(each.owner, each.text));
        of(Kind.WORD, added).stream()
                .limit(MAX_LINES)
                .forEach(each -> DirectoryMessages.unknownWord(each.owner, each.text));
    }

    private static List<Fault> of(Kind kind, List<Fault> faults) {
        return faults.stream().filter(each -> each.kind == kind).toList();
    }
}
