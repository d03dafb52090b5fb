// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.cluster.CacheFactory;
import dev.sekisho.database.LimitedReads;
import dev.sekisho.login.NginxAuthResource;
import dev.sekisho.quota.QuotaProxy;
import dev.sekisho.sendlimit.SendLimitPolicy;

/**
 * The services for one round of the warm-up: the classes of production with counters, caches and a decision log of
 * their own, which nothing else reads.
 */
@ThreadSafe
record WarmUpServices(
        CacheFactory caches,
        LimitedReads reads,
        NginxAuthResource logins,
        SendLimitPolicy sendLimits,
        QuotaProxy quotas)
        implements AutoCloseable {
    @Override
    public void close() {
        reads.close();
        caches.close();
    }
}
