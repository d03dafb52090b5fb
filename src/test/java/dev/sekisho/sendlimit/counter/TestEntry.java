// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import javax.cache.processor.MutableEntry;
import org.jspecify.annotations.Nullable;

/**
 * A cache's entry for one account, without a cache.
 *
 * <p>Confined to the test's thread.
 */
public final class TestEntry implements MutableEntry<String, CounterState> {
    private @Nullable CounterState value;
    private int changes;

    /** How often the value was set. */
    public int changes() {
        return changes;
    }

    @Override
    public boolean exists() {
        return value != null;
    }

    @Override
    public void remove() {
        value = null;
    }

    @Override
    public void setValue(CounterState usage) {
        value = usage;
        changes++;
    }

    @Override
    public String getKey() {
        return "alice@example.org";
    }

    @Override
    public CounterState getValue() {
        return value == null ? CounterState.NONE : value;
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        throw new IllegalArgumentException(type.getName());
    }
}
