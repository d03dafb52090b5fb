// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.cluster.CacheFactory;
import dev.sekisho.cluster.CacheSpec;
import dev.sekisho.limit.LimitUnit;
import java.io.Serializable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javax.cache.Cache;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.MutableEntry;
import org.jspecify.annotations.Nullable;

/**
 * The cache of counter states, in this process or in the cluster.
 *
 * <p>A store may run a processor more than once for one call; a processor must find out what it has done already.
 */
@ThreadSafe
final class CounterCache {
    /** The key that marks that the cluster has read its counters from the database. */
    private static final String LOADED = "send-counters";

    private final Cache<String, CounterState> counters;
    private final Cache<String, Long> marks;
    private final Clock clock;
    private final boolean isRemote;

    CounterCache(CacheFactory caches, Duration kept, Clock clock) {
        this.counters = caches.open(
                new CacheSpec<>("send-counters", String.class, CounterState.class, 0, kept, CacheSpec.Place.SHARED));
        this.marks = caches.open(new CacheSpec<>(
                "counter-state", String.class, Long.class, 0, Duration.ofDays(36_500), CacheSpec.Place.SHARED));
        this.clock = clock;
        this.isRemote = caches.isRemote();
    }

    @Nullable
    CounterState get(String key) {
        return counters.get(key);
    }

    /** Runs {@code processor} on the state of {@code key} in one atomic step. */
    <R> R invoke(String key, EntryProcessor<String, CounterState, R> processor) {
        return counters.invoke(key, processor);
    }

    /**
     * Removes the counts; an empty entry stays, so that no other node restores the old counts.
     *
     * @param make whether to create an entry if there is none
     * @return whether there is an entry now
     */
    boolean forget(String key, boolean make) {
        return counters.invoke(key, new Forgetting(clock.millis() / 1000, make));
    }

    /** Removes an empty entry; false if the entry is in use. */
    boolean removeIfEmpty(String key, Cost now) {
        return counters.invoke(key, new RemovingEmpty(now));
    }

    /** Restores a state from the database; later counts are merged with it. */
    void restore(String key, CounterState kept) {
        counters.invoke(key, new Restoring(kept));
    }

    /** The states of {@code keys}; without those that the store does not have. */
    Map<String, CounterState> values(Collection<String> keys) {
        if (isRemote) {
            return counters.getAll(Set.copyOf(keys));
        }
        // In this process one by one costs a fifth of getAll, which copies its maps several times.
        Map<String, CounterState> values = new HashMap<>(keys.size() * 2);
        for (String key : keys) {
            CounterState state = counters.get(key);
            if (state != null) {
                values.put(key, state);
            }
        }
        return values;
    }

    /** Passes each key changed at {@code since} or later to {@code changed}; visits all entries. */
    void changedSince(Instant since, Consumer<String> changed) {
        forEach((key, state) -> {
            if (state.revisedSeconds() >= since.getEpochSecond()) {
                changed.accept(key);
            }
        });
    }

    /** Visits all entries, in a cluster those of all nodes. */
    void forEach(BiConsumer<String, CounterState> each) {
        for (Cache.Entry<String, CounterState> entry : counters) {
            each.accept(entry.getKey(), entry.getValue());
        }
    }

    /** Whether another node has restored the counters already. */
    boolean isMarkedLoaded() {
        return marks.containsKey(LOADED);
    }

    void markLoaded() {
        marks.put(LOADED, clock.millis());
    }

    private record RemovingEmpty(Cost now) implements EntryProcessor<String, CounterState, Boolean>, Serializable {
        @Override
        public Boolean process(MutableEntry<String, CounterState> entry, Object... arguments) {
            if (entry.exists()) {
                CounterState state = entry.getValue().upTo(now);
                if (!state.isEmpty(now.nowSeconds()) || state.reserved(LimitUnit.MESSAGES, 0, now.nowSeconds()) > 0) {
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
