// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ratelimit;

import dev.sekisho.cluster.CacheShape;
import dev.sekisho.cluster.Caches;
import java.io.Serializable;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import javax.cache.Cache;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.MutableEntry;
import org.jspecify.annotations.Nullable;

/**
 * The cache of usages by account: what counts sees usages, what writes to the database their revisions.
 *
 * <p>A processor may run more than once for one call (a store retries): it has to know what it has done already.
 *
 * <p>Safe for use by many threads; asks the network in a cluster.
 */
final class CounterCache {
    /** Of all counters of the cluster: whether they were read from the database since the first node started. */
    private static final String LOADED = "send-counters";

    private final Cache<String, RevisedUsage> counters;
    private final Cache<String, Long> state;
    private final Clock clock;

    CounterCache(Caches caches, Duration kept, Clock clock) {
        this.counters = caches.open(
                new CacheShape<>("send-counters", String.class, RevisedUsage.class, 0, kept, CacheShape.Place.SHARED));
        this.state = caches.open(new CacheShape<>(
                "gate-state", String.class, Long.class, 0, Duration.ofDays(36_500), CacheShape.Place.SHARED));
        this.clock = clock;
    }

    @Nullable
    Usage get(String key) {
        RevisedUsage found = counters.get(key);
        return found == null ? null : found.usage();
    }

    /** Runs {@code processor} on the usage of {@code key} in one atomic step. */
    <R> R invoke(String key, EntryProcessor<String, Usage, R> processor) {
        return counters.invoke(key, new Revising<>(processor, clock.millis()));
    }

    /** Forgets what was counted; an entry without counts stays, so that no other node brings the old ones back. */
    void remove(String key) {
        counters.invoke(key, new Revising<>(new Emptying(), clock.millis()));
    }

    /** Puts back what the database kept; counts of meanwhile are merged with it. */
    void restore(String key, RevisedUsage kept) {
        counters.invoke(key, new Restoring(kept));
    }

    /** The values of {@code keys}; who has none was forgotten by the store. */
    Map<String, RevisedUsage> values(Collection<String> keys) {
        return counters.getAll(Set.copyOf(keys));
    }

    /** Hands every key changed at {@code sinceMillis} or later to {@code changed}; walks through all there are. */
    void changedSince(long sinceMillis, Consumer<String> changed) {
        for (Cache.Entry<String, RevisedUsage> each : counters) {
            if (each.getValue().revisedMillis() >= sinceMillis) {
                changed.accept(each.getKey());
            }
        }
    }

    /** Whether another node has brought the counters back already. */
    boolean isMarkedLoaded() {
        return state.containsKey(LOADED);
    }

    void markLoaded() {
        state.put(LOADED, clock.millis());
    }

    /** Runs a processor of usages on entries with revisions. */
    private record Revising<R>(EntryProcessor<String, Usage, R> processor, long nowMillis)
            implements EntryProcessor<String, RevisedUsage, R>, Serializable {
        @Override
        public R process(MutableEntry<String, RevisedUsage> entry, Object... arguments) {
            return processor.process(new UsageEntry(entry, nowMillis), arguments);
        }
    }

    private record Emptying() implements EntryProcessor<String, Usage, Boolean>, Serializable {
        @Override
        public Boolean process(MutableEntry<String, Usage> entry, Object... arguments) {
            entry.setValue(Usage.NONE);
            return true;
        }
    }

    private record Restoring(RevisedUsage kept) implements EntryProcessor<String, RevisedUsage, Boolean>, Serializable {
        @Override
        public Boolean process(MutableEntry<String, RevisedUsage> entry, Object... arguments) {
            if (!entry.exists()) {
                entry.setValue(kept);
            } else if (entry.getValue().revision() != kept.revision()) {
                entry.setValue(entry.getValue().merge(kept));
            }
            return true;
        }
    }

    /** An entry as a processor of usages sees it: a change makes a new revision. */
    private record UsageEntry(MutableEntry<String, RevisedUsage> entry, long nowMillis)
            implements MutableEntry<String, Usage> {
        @Override
        public boolean exists() {
            return entry.exists();
        }

        @Override
        public String getKey() {
            return entry.getKey();
        }

        @Override
        public Usage getValue() {
            return entry.getValue().usage();
        }

        @Override
        public void setValue(Usage next) {
            RevisedUsage before = entry.exists() ? entry.getValue() : RevisedUsage.NONE;
            entry.setValue(before.next(next, nowMillis));
        }

        @Override
        public void remove() {
            setValue(Usage.NONE);
        }

        @Override
        public <T> T unwrap(Class<T> type) {
            return entry.unwrap(type);
        }
    }
}
