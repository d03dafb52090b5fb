// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.limit;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.snapshot.DirectoryCache;
import dev.sekisho.directory.snapshot.ScopeRule;
import dev.sekisho.limit.SendLimits;
import dev.sekisho.sendlimit.counter.LimitUsage;
import dev.sekisho.sendlimit.counter.SendCounters;
import dev.sekisho.service.access.Access;
import dev.sekisho.service.access.Allowed;
import dev.sekisho.service.access.StaffScope;
import dev.sekisho.service.list.Page;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The limits that several accounts share: pools of domains and scopes, with their use. Staff of some domains see the
 * pools of these domains. Reads only memory and counters, so it answers while the database is down.
 */
@ThreadSafe
@ApplicationScoped
public class SharedLimitService {
    private static final Comparator<SharedLimitBody> ORDER = Comparator.comparing(SharedLimitBody::refuses)
            .thenComparingLong(SharedLimitBody::percent)
            .reversed()
            .thenComparing(SharedLimitBody::scope)
            .thenComparing(SharedLimitBody::subject)
            .thenComparing(SharedLimitBody::limit);

    @Inject
    private DirectoryCache directory;

    @Inject
    private SendCounters counters;

    @Inject
    private StaffScope scope;

    /**
     * The shared limits, those that refuse first, then by the used share.
     *
     * @param full only those that refuse mail now
     */
    @Allowed(Access.SEE)
    public Page<SharedLimitBody> list(boolean full, Page.Range range) {
        Optional<Set<String>> domains = scope.domains();
        Map<String, SendLimits> pools = directory.pools();
        pools.keySet().removeIf(name -> domains.isPresent() && !domains.get().contains(name));
        Map<String, ScopeRule> rules = new HashMap<>();
        if (domains.isEmpty()) {
            directory.sendScopes().rules().forEach(each -> rules.put(each.key(), each));
        }
        Map<String, SendLimits> limits = new HashMap<>();
        pools.forEach((name, each) -> limits.put(SendCounters.poolKey(name), each));
        rules.forEach((key, each) -> limits.put(key, each.limits()));
        List<SharedLimitBody> all = new ArrayList<>();
        counters.usages(limits).forEach((key, usages) -> add(all, rules.get(key), key, usages));
        return new Page<>(
                all.stream()
                        .filter(each -> !full || each.refuses())
                        .sorted(ORDER)
                        .limit(range.limit())
                        .toList(),
                null);
    }

    private static void add(List<SharedLimitBody> all, @Nullable ScopeRule rule, String key, List<LimitUsage> usages) {
        for (LimitUsage usage : usages) {
            all.add(
                    rule == null
                            ? SharedLimitBody.of("domain", key.substring(1), usage)
                            : SharedLimitBody.of(rule.kind().word(), rule.subject(), usage));
        }
    }
}
