// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Those of many counters that are nearest to one of their limits; who has used nothing is not among them.
 *
 * <p>Confined to its thread.
 */
final class NearestLimits {
    private static final Comparator<NearLimit> ORDER = Comparator.<NearLimit>comparingDouble(
                    each -> each.usage().share())
            .thenComparing(NearLimit::account, Comparator.reverseOrder());

    private final int most;
    private final PriorityQueue<NearLimit> nearest = new PriorityQueue<>(ORDER);

    NearestLimits(int most) {
        this.most = most;
    }

    /** Looks at one counter and all its limits. */
    void offer(String key, List<LimitUsage> usages) {
        usages.stream()
                .filter(usage -> usage.used() > 0)
                .map(usage -> new NearLimit(key, usage))
                .max(ORDER)
                .ifPresent(nearest::add);
        if (nearest.size() > most) {
            nearest.remove();
        }
    }

    /** The nearest first. */
    List<NearLimit> inOrder() {
        return nearest.stream().sorted(ORDER.reversed()).toList();
    }
}
