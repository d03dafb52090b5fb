// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.cluster;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.spi.merge.SplitBrainMergePolicy;
import com.hazelcast.spi.merge.SplitBrainMergeTypes.CacheMergeTypes;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of an entry that both sides of a healed split have: {@link Mergeable} values are merged, of others the
 * larger side's stays.
 *
 * <p>Hazelcast makes it by its name. Stateless and safe for use by any thread.
 */
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

    /** Both are of one class, and a value merges with its own class. */
    @SuppressWarnings("unchecked")
    private static Object merged(Object ours, Object theirs) {
        return ((Mergeable<Object>) ours).merge(theirs);
    }

    @Override
    public void writeData(ObjectDataOutput out) {
        // It has no state.
    }

    @Override
    public void readData(ObjectDataInput in) {
        // It has no state.
    }
}
