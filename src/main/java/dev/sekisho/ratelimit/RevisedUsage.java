// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ratelimit;

import dev.sekisho.cluster.Mergeable;
import java.io.Serializable;

/**
 * An account's usage with a revision that only grows, so that no node ever overwrites a newer row with an older one.
 *
 * <p>A revision is the time of the change in microseconds since the epoch, or one more than the last where that is later: a
 * counter that was forgotten and begun anew is newer than its old row.
 *
 * <p>Immutable and safe for use by any thread; it is the value in the cache.
 */
record RevisedUsage(Usage usage, long revision) implements Serializable, Mergeable<RevisedUsage> {
    private static final long serialVersionUID = 1;

    static final RevisedUsage NONE = new RevisedUsage(Usage.NONE, 0);

    /** What follows this at {@code nowMillis}. */
    RevisedUsage next(Usage next, long nowMillis) {
        return new RevisedUsage(next, Math.max(revision + 1, nowMillis * 1000));
    }

    long revisedMillis() {
        return revision / 1000;
    }

    @Override
    public RevisedUsage merge(RevisedUsage other) {
        return equals(other)
                ? this
                : new RevisedUsage(usage.merge(other.usage), Math.max(revision, other.revision) + 1);
    }
}
