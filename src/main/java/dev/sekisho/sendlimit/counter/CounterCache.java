// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import dev.sekisho.cluster.CacheFactory;
import dev.sekisho.cluster.CacheSpec;
import dev.sekisho.limit.LimitUnit;
import java.io.Serializable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javax.cache.Cache;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.MutableEntry;
import org.jspecify.annotations.Nullable;

/**
 * The cache of usages by counter.
 *
 * <p>A processor may run more than once for one call (a store retries): it has to know what it has done already.
 *
 * <p>Safe for use by many threads; asks the network in a cluster.
 */
final class CounterCache {
    /** Of all counters of the cluster: whether they were read from the database since the first node started. */
    private static final String LOADED = "send-counters";

    private final Cache<String, CounterState> counters;
    private final Cache<String, Long> state;
    private final Clock clock;

    CounterCache(CacheFactory caches, Duration kept, Clock clock) {
        this.counters = caches.open(
                new CacheSpec<>("send-counters", String.class, CounterState.class, 0, kept, CacheSpec.Place.SHARED));
        this.state = caches.open(new CacheSpec<>(
                "counter-state", String.class, Long.class, 0, Duration.ofDays(36_500), CacheSpec.Place.SHARED));
        this.clock = clock;
    }

    @Nullable
    CounterState get(String key) {
        return counters.get(key);
    }

    /** Runs {@code processor} on the usage of {@code key} in one atomic step. */
    <R> R invoke(String key, EntryProcessor<String, CounterState, R> processor) {
        return counters.invoke(key, processor);
    }

    /**
     * Forgets what was counted; an entry without counts stays, so that no other node brings the old ones back.
     *
     * @param make whether to make an entry where there is none
     * @return whether there is one now
     */
    boolean forget(String key, boolean make) {
        return counters.invoke(key, new Forgetting(clock.millis() / 1000, make));
    }

    /** Removes an entry that has nothing in it; false if it has something. */
    boolean removeIfEmpty(String key, Cost now) {
        return counters.invoke(key, new RemovingEmpty(now));
    }

    /** Puts back what the database kept; counts of meanwhile are merged with it. */
    void restore(String key, CounterState kept) {
        counters.invoke(key, new Restoring(kept));
    }

    /** The values of {@code keys}; who has none was forgotten by the store. */
    Map<String, CounterState> values(Collection<String> keys) {
        return counters.getAll(Set.copyOf(keys));
    }

    /** Hands every key changed at {@code since} or later to {@code changed}; walks through all there are. */
    void changedSince(Instant since, Consumer<String> changed) {
        forEach((key, usage) -> {
            if (usage.revisedSeconds() >= since.getEpochSecond()) {
                changed.accept(key);
            }
        });
    }

    /** Walks through all that are counted; in a cluster through those of all nodes, a part at a time. */
    void forEach(BiConsumer<String, CounterState> each) {
        for (Cache.Entry<String, CounterState> entry : counters) {
            each.accept(entry.getKey(), entry.getValue());
        }
    }

    /** Whether another node has brought the counters back already. */
    boolean isMarkedLoaded() {
        return state.containsKey(LOADED);
    }

    void markLoaded() {
        state.put(LOADED, clock.millis());
    }

    private record RemovingEmpty(Cost now) implements EntryProcessor<String, CounterState, Boolean>, Serializable {
        @Override
        public Boolean process(MutableEntry<String, CounterState> entry, Object... arguments) {
            if (entry.exists()) {
                CounterState usage = entry.getValue().upTo(now);
                if (!usage.isEmpty(now.nowSeconds()) || usage.reserved(LimitUnit.MESSAGES, 0, now.nowSeconds()) > 0) {
                    return false;
                }
                entry.remove();
            }
            return true;
        }
    }

    private record Forgetting(long nowSeconds, boolean make)
            implements EntryProcessor<String, CounterState, Boolean>, Serializable {
        @Override
        public Boolean process(MutableEntry<String, CounterState> entry, Object... arguments) {
            if (!entry.exists() && !make) {
                return false;
            }
            CounterState before = entry.exists() ? entry.getValue() : CounterState.NONE;
            entry.setValue(before.forgotten(nowSeconds));
            return true;
        }
    }

    private record Restoring(CounterState kept) implements EntryProcessor<String, CounterState, Boolean>, Serializable {
        @Override
        public Boolean process(MutableEntry<String, CounterState> entry, Object... arguments) {
            if (!entry.exists()) {
                entry.setValue(kept);
            } else if (entry.getValue().revision() != kept.revision()) {
                entry.setValue(entry.getValue().merge(kept));
            }
            return true;
        }
    }
}
