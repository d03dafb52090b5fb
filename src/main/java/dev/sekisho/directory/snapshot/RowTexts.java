// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.snapshot;

import dev.sekisho.directory.SendLimitsConverter;
import dev.sekisho.limit.SendLimits;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Parses the texts of rows in one read: equal limits once. Plain SQL may write any text, so it collects invalid ones.
 *
 * <p>For one thread at a time.
 */
final class RowTexts {
    private final Map<String, Optional<SendLimits>> known = new HashMap<>();
    private final Set<RowFaults.Fault> faults = new LinkedHashSet<>();
    private final @Nullable Set<String> rows;
    private String current = "";

    /** @param whole whether the whole directory is read */
    RowTexts(boolean whole) {
        rows = whole ? null : new HashSet<>();
    }

    /** Begins a row; its name is unique in the directory. */
    void row(String name) {
        current = name;
        if (rows != null) {
            rows.add(name);
        }
    }

    /** The limits of a row; null if they are inherited or invalid. */
    @Nullable
    SendLimits limits(String owner, @Nullable String text) {
        if (text == null || SendLimitsConverter.isInherit(text)) {
            return null;
        }
        Optional<SendLimits> limits = known.get(text);
        if (limits == null) {
            limits = parse(owner, text);
            if (limits.isPresent()) {
                known.put(text, limits);
            }
        }
        return limits.orElse(null);
    }

    private Optional<SendLimits> parse(String owner, String text) {
        try {
            return Optional.of(SendLimits.parse(text));
        } catch (IllegalArgumentException e) {
            add(RowFaults.Kind.LIMITS, owner, text, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** Parses a value. An unknown one, for example of a newer version, must not prevent reading the other rows. */
    <E> E word(String owner, @Nullable String text, Function<String, E> parse, E otherwise) {
        try {
            return parse.apply(String.valueOf(text));
        } catch (RuntimeException e) {
            add(RowFaults.Kind.WORD, owner, String.valueOf(text), "");
            return otherwise;
        }
    }

    /** Records a row with an invalid subject. */
    void invalidSubject(String row, String subject) {
        add(RowFaults.Kind.SUBJECT, row, subject, "");
    }

    private void add(RowFaults.Kind kind, String owner, String text, String reason) {
        faults.add(new RowFaults.Fault(kind, current, owner, text, reason));
    }

    /** Logs new faults. */
    void report(RowFaults log) {
        log.found(faults, rows);
    }
}
