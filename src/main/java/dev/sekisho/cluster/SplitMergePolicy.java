// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.cluster;

import com.google.errorprone.annotations.ThreadSafe;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.spi.merge.SplitBrainMergePolicy;
import com.hazelcast.spi.merge.SplitBrainMergeTypes.CacheMergeTypes;
import org.jspecify.annotations.Nullable;

/**
 * Resolves entries that both sides of a healed split have: merges {@link Mergeable} values, and keeps the existing
 * value (that of the larger side) of others.
 *
 * <p>Hazelcast creates it by its class name.
 */
@ThreadSafe
public final class SplitMergePolicy
        implements SplitBrainMergePolicy<Object, CacheMergeTypes<Object, Object>, @Nullable Object> {
    @Override
    public @Nullable Object merge(
            CacheMergeTypes<Object, Object> merging, @Nullable CacheMergeTypes<Object, Object> existing) {
        Object theirs = merging.getDeserializedValue();
        Object ours = existing == null ? null : existing.getDeserializedValue();
        if (ours == null) {
            return theirs;
        }
        return ours instanceof Mergeable<?> && theirs != null && ours.getClass() == theirs.getClass()
                ? merged(ours, theirs)
                : ours;
    }

    /** Unchecked, because the caller has checked that both values have the same class. */
    @SuppressWarnings("unchecked")
    private static Object merged(Object ours, Object theirs) {
        return ((Mergeable<Object>) ours).merge(theirs);
    }

    @Override
    public void writeData(ObjectDataOutput out) {
        // No state.
    }

    @Override
    public void readData(ObjectDataInput in) {
        // No state.
    }
}
