// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.writebehind;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** All background writers of this node, for the status and the metrics. */
@ThreadSafe
public final class Writers {
    private final List<WriterProgress> all = new CopyOnWriteArrayList<>();

    /** Adds a writer. */
    public void add(WriterProgress writer) {
        all.add(writer);
    }

    /** The status of each writer, sorted by name. */
    public List<WriterStatus> status() {
        return all.stream()
                .map(WriterProgress::status)
                .sorted(Comparator.comparing(WriterStatus::name))
                .toList();
    }
}
