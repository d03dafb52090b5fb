// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.account;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.bruteforce.Block;
import dev.sekisho.bruteforce.Blocks;
import dev.sekisho.bruteforce.BruteForceExemption;
import dev.sekisho.bruteforce.BruteForceProtection;
import dev.sekisho.bruteforce.KnownNetworkStore;
import dev.sekisho.bruteforce.KnownNetworks;
import dev.sekisho.decision.RecentLogins;
import dev.sekisho.directory.DeletedEntries;
import dev.sekisho.directory.DirectoryRepository;
import dev.sekisho.directory.SendExemption;
import dev.sekisho.exemption.Exemption;
import dev.sekisho.quota.QuotaProxy;
import dev.sekisho.sendlimit.activity.SenderActivity;
import dev.sekisho.sendlimit.counter.SendCounters;
import dev.sekisho.service.change.AfterCommit;
import dev.sekisho.service.change.ChangeLog;
import dev.sekisho.service.exemption.ExemptionBody;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;

/**
 * Deletes the state of a deleted account or domain, so that a later one with the same name does not inherit it: known
 * networks, exemptions, counters, figures of senders, blocks, recent logins. The audit trail, the history of states and
 * the decisions remain; {@link DeletedEntries} has the end of the former owner's time.
 *
 * <p>Callers are in the transaction of the deletion.
 */
@ThreadSafe
@ApplicationScoped
public class Successors {
    /** Maximum number of blocks of an account: more than rules times attacking networks. */
    private static final int BLOCKS = 1_000;

    @Inject
    private ChangeLog changes;

    @Inject
    private AfterCommit afterCommit;

    @Inject
    private Clock clock;

    @Inject
    private DirectoryRepository directory;

    @Inject
    private DeletedEntries deleted;

    @Inject
    private KnownNetworkStore networkStore;

    @Inject
    private KnownNetworks networks;

    @Inject
    private RecentLogins logins;

    @Inject
    private Blocks blocks;

    @Inject
    private BruteForceProtection bruteForce;

    @Inject
    private SendCounters counters;

    @Inject
    private SenderActivity senders;

    @Inject
    private QuotaProxy quota;

    public void inheritNothingOfAccount(String address) {
        endExemptions(address);
        List<String> known = networkStore.forget(address);
        deleted.account(address);
        afterCommit.run(() -> networks.forget(address, known));
        afterCommit.run(() -> logins.forget(address));
        afterCommit.run(() -> counters.reset(address));
        afterCommit.run(() -> senders.forget(address));
        afterCommit.run(() -> quota.mailboxChanged(address));
        afterCommit.run(() -> blocks.page("", BLOCKS, each -> each.concernsAccount(address)).stream()
                .map(Block::id)
                .forEach(bruteForce::lift));
    }

    public void inheritNothingOfDomain(String name) {
        endExemptions("@" + name);
        deleted.domain(name, clock.instant());
        afterCommit.run(() -> counters.resetPool(name));
    }

    /** An exemption is granted to an owner, not to a name. */
    private void endExemptions(String subject) {
        end(BruteForceExemption.class, "exemption", subject);
        end(SendExemption.class, "send-exemption", subject);
        directory.flush();
    }

    private <E extends Exemption> void end(Class<E> type, String word, String subject) {
        for (E each : directory.exemptions(type, subject)) {
            ExemptionBody before = ExemptionBody.of(each);
            directory.remove(each);
            changes.record(word, each.name(), before, null);
        }
    }
}
