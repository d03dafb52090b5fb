// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.activity;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.cluster.CacheFactory;
import dev.sekisho.cluster.CacheSpec;
import dev.sekisho.database.Outage;
import dev.sekisho.sendlimit.SendLimitMessages;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.cache.Cache;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges reports about senders with the other nodes, through a shared cache. The report of a node that has left
 * stays for a day, the longest period; its figures grow old by themselves.
 */
@ThreadSafe
public final class ActivityExchange {
    /** Seconds between two exchanges: what another node accepted appears at most twice as late. */
    public static final int SECONDS = 5;

    private final SenderActivity activity;
    private final @Nullable Cache<String, byte[]> reports;
    private final Outage outage;

    /** A process, not an address: a node that starts again begins at zero, and its former figures stay. */
    private final String node = UUID.randomUUID().toString();

    public ActivityExchange(SenderActivity activity, CacheFactory caches, Clock clock) {
        this.activity = activity;
        this.outage = new Outage(clock);
        this.reports = caches.isRemote()
                ? caches.open(new CacheSpec<>(
                        "sender-activity", String.class, byte[].class, 0, Duration.ofDays(1), CacheSpec.Place.SHARED))
                : null;
    }

    /** Publishes this node's report and reads those of the others. May wait for the network; does not throw. */
    public void exchange() {
        if (reports == null) {
            return;
        }
        try {
            reports.put(node, activity.report());
            List<byte[]> others = new ArrayList<>();
            for (Cache.Entry<String, byte[]> entry : reports) {
                if (!entry.getKey().equals(node)) {
                    others.add(entry.getValue());
                }
            }
            activity.learn(others);
            if (outage.ends()) {
                SendLimitMessages.sendersExchangedAgain();
            }
        } catch (RuntimeException e) {
            if (outage.begins()) {
                SendLimitMessages.sendersNotExchanged(e);
            }
        }
    }
}
