// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.cluster;

/**
 * A value that can be merged with a copy that changed independently in another part of a split cluster.
 *
 * @param <T> the value's type
 */
public interface Mergeable<T> {
    /**
     * Merges this value and {@code other}, which has the same key. {@code a.merge(b)} equals {@code b.merge(a)}, and
     * merging twice changes nothing.
     */
    T merge(T other);
}
