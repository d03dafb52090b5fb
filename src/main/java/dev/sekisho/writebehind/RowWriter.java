// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.writebehind;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows in batches. A batch that the database refuses because of its content is split until the refused row is
 * alone; that row is set aside, logged if it is the first of its kind, and counted. Any other trouble is the caller's:
 * it tries again later.
 *
 * <p>Called by one thread at a time; {@link #wasRefused} by any.
 *
 * @param <R> a row
 */
public final class RowWriter<R> {
    /** Keys set aside that are remembered, so that a row that changes all the time is not refused all the time. */
    static final int MOST_REMEMBERED = 1_000;

    /** After this time a row is tried again: its content may be another. */
    private static final long REMEMBERED_NANOS = Duration.ofMinutes(10).toNanos();

    private final WriterProgress progress;
    private final Function<R, String> key;
    private final Consumer<List<R>> store;
    private final Set<String> kinds = new HashSet<>();
    private final Map<String, Long> refused = new LinkedHashMap<>();

    /**
     * Makes a writer.
     *
     * @param key what a log line calls a row
     * @param store writes all rows in one transaction, or none; where a row may be written twice it may stop half-way
     */
    public RowWriter(WriterProgress progress, Function<R, String> key, Consumer<List<R>> store) {
        this.progress = progress;
        this.key = key;
        this.store = store;
    }

    /**
     * Writes rows. Those that are written or set aside are taken out of {@code rows}.
     *
     * @param rows modifiable; after an exception it has what is still to be written
     */
    public void write(List<R> rows) {
        int size = rows.size();
        boolean again = false;
        while (!rows.isEmpty()) {
            int length = Math.min(Math.max(1, size), rows.size());
            List<R> batch = new ArrayList<>(rows.subList(0, length));
            String state;
            RuntimeException trouble;
            try {
                store.accept(batch);
                progress.written();
                rows.subList(0, length).clear();
                size *= 2;
                again = false;
                continue;
            } catch (RuntimeException e) {
                state = refusal(e);
                trouble = e;
            }
            if (state == null) {
                progress.failed();
                throw trouble;
            }
            if (length > 1) {
                size = length / 2;
            } else if (!again) {
                // Another node may have inserted the same row a moment ago: the second time it is an update.
                again = true;
            } else {
                setAside(batch.get(0), state, trouble);
                rows.remove(0);
                again = false;
            }
        }
    }

    private void setAside(R row, String state, RuntimeException cause) {
        String name = key.apply(row);
        progress.setAside();
        if (kinds.add(state)) {
            WriteBehindMessages.rowSetAside(progress.name(), name, state, cause);
        }
        synchronized (refused) {
            refused.remove(name);
            refused.put(name, System.nanoTime());
            if (refused.size() > MOST_REMEMBERED) {
                refused.remove(refused.keySet().iterator().next());
            }
        }
    }

    /** Whether the database refused the row of this key lately. */
    public boolean wasRefused(String name) {
        synchronized (refused) {
            Long since = refused.get(name);
            if (since != null && System.nanoTime() - since > REMEMBERED_NANOS) {
                refused.remove(name);
                since = null;
            }
            return since != null;
        }
    }

    /**
     * The SQLSTATE of a database that is there and does not want the row: a data exception or a constraint (SQL:2016,
     * table 38); null for any other trouble.
     */
    public static @Nullable String refusal(Throwable trouble) {
        int depth = 0;
        for (Throwable each = trouble; each != null && depth < 20; each = each.getCause(), depth++) {
            SQLException sql = each instanceof SQLException first ? first : null;
            while (sql != null && depth++ < 20) {
                String state = sql.getSQLState();
                if (state != null && (state.startsWith("22") || state.startsWith("23"))) {
                    return state;
                }
                sql = sql.getNextException();
            }
        }
        return null;
    }
}
