// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.cluster;

/**
 * A value that knows how to become one again with what another part of a split cluster made of it.
 *
 * @param <T> the value's own type
 */
public interface Mergeable<T> {
    /**
     * This value and {@code other}, of the same key; {@code a.merge(b)} equals {@code b.merge(a)}, and merging twice
     * changes nothing.
     */
    T merge(T other);
}
