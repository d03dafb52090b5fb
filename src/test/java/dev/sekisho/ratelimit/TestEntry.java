// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ratelimit;

import javax.cache.processor.MutableEntry;
import org.jspecify.annotations.Nullable;

/**
 * A cache's entry for one account, without a cache.
 *
 * <p>Confined to the test's thread.
 */
final class TestEntry implements MutableEntry<String, Usage> {
    private @Nullable Usage value;
    private int changes;

    /** How often the value was set. */
    int changes() {
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
    public void setValue(Usage usage) {
        value = usage;
        changes++;
    }

    @Override
    public String getKey() {
        return "alice@example.org";
    }

    @Override
    public Usage getValue() {
        return value == null ? Usage.NONE : value;
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        throw new IllegalArgumentException(type.getName());
    }
}
