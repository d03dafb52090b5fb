// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.limit;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.sendlimit.counter.NearLimit;
import dev.sekisho.sendlimit.counter.SendCounters;
import dev.sekisho.service.InvalidFields;
import dev.sekisho.service.PathKey;
import dev.sekisho.service.access.Access;
import dev.sekisho.service.access.Allowed;
import dev.sekisho.service.access.InDomain;
import dev.sekisho.service.change.AfterCommit;
import dev.sekisho.service.change.ChangeLog;
import dev.sekisho.service.change.Transacted;
import dev.sekisho.service.list.Page;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;

/**
 * The counters of accounts and pools. Logins that the directory does not have are counted too, so no account is unknown
 * here.
 */
@ThreadSafe
@ApplicationScoped
@Transacted
public class CounterService {
    private static final String KIND = "counters";

    @Inject
    private ChangeLog changes;

    @Inject
    private AfterCommit afterCommit;

    @Inject
    private SendCounters counters;

    @Inject
    private ApplicableLimits applicable;

    /** The used amounts of each limit of an account. */
    @Allowed(Access.SEE)
    public CountersBody ofAccount(@InDomain("account") String address) {
        String login = login(address);
        return CountersBody.of(login, counters.usage(login));
    }

    /** Resets the counters of an account. */
    @Allowed(Access.SUPPORT)
    public void resetAccount(@InDomain("account") String address) {
        String login = login(address);
        changes.record(KIND, login, CountersBody.of(login, counters.usage(login)), null);
        afterCommit.run(() -> counters.reset(login));
    }

    /** The used amounts of each limit of a domain's pool. */
    @Allowed(Access.SEE)
    public CountersBody ofPool(@InDomain("domain") String domain) {
        String name = PathKey.name(domain);
        return CountersBody.of("@" + name, counters.poolUsage(name));
    }

    /** Resets the counters of a pool. It limits a customer, so staff of the domain cannot reset it. */
    @Allowed(Access.SUPPORT_ALL)
    public void resetPool(@InDomain("domain") String domain) {
        CountersBody before = ofPool(domain);
        String name = PathKey.name(domain);
        changes.record(KIND, before.account(), before, null);
        afterCommit.run(() -> counters.resetPool(name));
    }

    /** The accounts and pools nearest to one of their limits, the nearest first. */
    @Allowed(Access.SEE_ALL)
    public Page<TopCounterBody> top(Page.Range range) {
        return new Page<>(counters.top(range.limit()).stream().map(this::top).toList(), null);
    }

    /** An account is free when all limits have room again that apply to its mail, not only its own. */
    private TopCounterBody top(NearLimit near) {
        TopCounterBody body = TopCounterBody.of(near.account(), near.usage());
        return near.account().startsWith("@")
                ? body
                : body.with(applicable
                        .release(near.account())
                        .map(Instant::toString)
                        .orElse(null));
    }

    /** The key of an account's counter. Keys of pools and scopes begin with an at sign. */
    private static String login(String key) {
        String login = PathKey.login(key);
        if (login.startsWith("@")) {
            throw new InvalidFields("address", "must not begin with @, as a pool or scope does");
        }
        return login;
    }
}
