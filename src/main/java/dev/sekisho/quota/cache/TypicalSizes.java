// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.cache;

import dev.sekisho.directory.Address;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The last real sizes of messages from a sender to a mailbox.
 *
 * <p>Three of the last week are needed, and the smallest counts: newsletters have similar sizes, and a sender of short
 * and long messages must not be rejected for the long ones. Of two sizes stored at the same moment one may be lost.
 */
public final class TypicalSizes {
    private static final int SIZES = 3;
    private static final int MOST = 100_000;
    private static final Duration KEPT = Duration.ofDays(7);

    /** The sizes in bytes, oldest first. */
    private record Sizes(List<Long> last) implements Serializable {
        Sizes and(long next) {
            List<Long> all = new ArrayList<>(last);
            all.add(next);
            return new Sizes(List.copyOf(all.subList(Math.max(0, all.size() - SIZES), all.size())));
        }
    }

    private final TolerantCache<Sizes> sizes;

    TypicalSizes(BoundedCaches caches, CacheFailures failures) {
        sizes = new TolerantCache<>(caches.open("quota-sizes", Sizes.class, MOST, KEPT), failures);
    }

    public void learn(String sender, String mailbox, long sizeBytes) {
        String key = key(sender, mailbox);
        Sizes before = sizes.get(key);
        sizes.put(key, before == null ? new Sizes(List.of(sizeBytes)) : before.and(sizeBytes));
    }

    /** The expected size in bytes; 0 if too few are known. */
    public long expected(String sender, String mailbox) {
        Sizes known = sizes.get(key(sender, mailbox));
        return known == null || known.last().size() < SIZES ? 0 : Collections.min(known.last());
    }

    private static String key(String sender, String mailbox) {
        return Address.lowerCase(sender) + '\n' + mailbox;
    }
}
