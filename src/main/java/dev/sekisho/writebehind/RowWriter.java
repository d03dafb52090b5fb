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
 * Writes rows in batches. A batch that the database rejects because of its content is split until the rejected row is
 * alone; that row is set aside, counted, and logged if its SQLSTATE is new. Any other exception is thrown to the
 * caller, which retries later.
 *
 * <p>Called by one thread at a time, except {@link #wasRejected}.
 *
 * @param <R> a row
 */
public final class RowWriter<R> {
    /** Rejected keys that are remembered, so that a row that changes often is not rejected over and over. */
    static final int MAX_REMEMBERED = 1_000;

    /** After this time a row is tried again, because its content may have changed. */
    private static final long REMEMBERED_NANOS = Duration.ofMinutes(10).toNanos();

    private final WriterProgress progress;
    private final Function<R, String> key;
    private final Consumer<List<R>> store;
    private final Set<String> kinds = new HashSet<>();
    private final Map<String, Long> rejected = new LinkedHashMap<>();

    /**
     * Creates a writer.
     *
     * @param key the name of a row in the log
     * @param store writes all rows in one transaction; if writing a row twice is harmless, it may write only some of
     *     them before it throws
     */
    public RowWriter(WriterProgress progress, Function<R, String> key, Consumer<List<R>> store) {
        this.progress = progress;
        this.key = key;
        this.store = store;
    }

    /**
     * Writes rows and removes those written or set aside from {@code rows}.
     *
     * @param rows modifiable; after an exception it has the rows still to be written
     */
    public void write(List<R> rows) {
        int size = rows.size();
        boolean retried = false;
        while (!rows.isEmpty()) {
            int length = Math.min(Math.max(1, size), rows.size());
            List<R> batch = new ArrayList<>(rows.subList(0, length));
            String state;
            RuntimeException failure;
            try {
                store.accept(batch);
                progress.written();
                rows.subList(0, length).clear();
                size *= 2;
                retried = false;
                continue;
            } catch (RuntimeException e) {
                state = refusal(e);
                failure = e;
            }
            if (state == null) {
                progress.failed();
                throw failure;
            }
            if (length > 1) {
                size = length / 2;
            } else if (!retried) {
                // Another node may have inserted the same row just before; then the retry is an update.
                retried = true;
            } else {
                setAside(batch.get(0), state, failure);
                rows.remove(0);
                retried = false;
            }
        }
    }

    private void setAside(R row, String state, RuntimeException cause) {
        String name = key.apply(row);
        progress.setAside();
        if (kinds.add(state)) {
            WriteBehindMessages.rowSetAside(progress.name(), name, state, cause);
        }
        synchronized (rejected) {
            rejected.remove(name);
            rejected.put(name, System.nanoTime());
            if (rejected.size() > MAX_REMEMBERED) {
                rejected.remove(rejected.keySet().iterator().next());
            }
        }
    }

    /** Whether the database recently rejected the row of this key. */
    public boolean wasRejected(String name) {
        synchronized (rejected) {
            Long since = rejected.get(name);
            if (since != null && System.nanoTime() - since > REMEMBERED_NANOS) {
                rejected.remove(name);
                since = null;
            }
            return since != null;
        }
    }

    /**
     * The SQLSTATE if the database rejected the content of a row, a data exception or constraint violation (SQL:2016,
     * table 38); null for any other failure.
     */
    public static @Nullable String refusal(Throwable failure) {
        int depth = 0;
        for (Throwable each = failure; each != null && depth < 20; each = each.getCause(), depth++) {
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
