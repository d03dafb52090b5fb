// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Collects the counters with the largest used share of a limit; unused counters are left out.
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

    /** Offers a counter with the use of all its limits. */
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

    /** The largest share first. */
    List<NearLimit> inOrder() {
        return nearest.stream().sorted(ORDER.reversed()).toList();
    }
}
