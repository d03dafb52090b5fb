// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.snapshot;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What differs between two states of a small table. */
final class Differences {
    private Differences() {}

    /** The keys that only one of two maps has, or whose values differ. */
    static <K, V> Set<K> of(Map<K, V> one, Map<K, V> other) {
        Set<K> keys = new LinkedHashSet<>(one.keySet());
        keys.addAll(other.keySet());
        keys.removeIf(key -> Objects.equals(one.get(key), other.get(key)));
        return keys;
    }

    /** The elements that only one of two collections has. */
    static <E> Set<E> of(Collection<E> one, Collection<E> other) {
        Set<E> elements = new LinkedHashSet<>(one);
        elements.removeAll(new HashSet<>(other));
        Set<E> others = new HashSet<>(other);
        others.removeAll(new HashSet<>(one));
        elements.addAll(others);
        return elements;
    }
}
