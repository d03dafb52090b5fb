// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.limit;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.snapshot.DirectoryCache;
import dev.sekisho.directory.snapshot.ScopeRule;
import dev.sekisho.directory.snapshot.SendScopes;
import dev.sekisho.directory.snapshot.Sender;
import dev.sekisho.sendlimit.activity.SenderActivity;
import dev.sekisho.sendlimit.counter.SendCounters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the limits that apply to the mail of an account: its own, the pool of its domain, the scope of its address as
 * an envelope sender, and the scopes of the networks from which it sent in the last day. Scopes of a policy context are
 * known only with a request.
 */
@ThreadSafe
@ApplicationScoped
public class ApplicableLimits {
    @Inject
    private DirectoryCache directory;

    @Inject
    private SendCounters counters;

    @Inject
    private SenderActivity activity;

    /** When all limits that apply to the account have room again; empty if they have. */
    public Optional<Instant> release(String account) {
        return ApplicableLimit.release(of(account));
    }

    /** The limits in the order of the checks; none for an account that is exempt. */
    List<ApplicableLimit> of(String account) {
        Sender sender = directory.sender(account);
        List<ApplicableLimit> all = new ArrayList<>();
        if (!sender.exemption().isEmpty()) {
            return all;
        }
        counters.usage(account).forEach(each -> all.add(new ApplicableLimit("account", sender.account(), each)));
        all.addAll(sharedBy(sender));
        return all;
    }

    /** The limits that the account shares with others. */
    List<ApplicableLimit> sharedBy(Sender sender) {
        List<ApplicableLimit> all = new ArrayList<>();
        if (!sender.pool().isUnlimited()) {
            counters.poolUsage(sender.domain())
                    .forEach(each -> all.add(new ApplicableLimit("domain", sender.domain(), each)));
        }
        SendScopes scopes = directory.sendScopes();
        if (scopes.isEmpty()) {
            return all;
        }
        Set<ScopeRule> rules = new LinkedHashSet<>();
        ScopeRule ofSender = scopes.sender(sender.account());
        if (ofSender != null) {
            rules.add(ofSender);
        }
        for (String client : activity.clients(sender.account())) {
            ScopeRule network = scopes.exemption(client) == null ? scopes.network(client) : null;
            if (network != null) {
                rules.add(network);
            }
        }
        rules.forEach(rule -> counters.usage(rule)
                .forEach(each -> all.add(new ApplicableLimit(rule.kind().word(), rule.subject(), each))));
        return all;
    }
}
