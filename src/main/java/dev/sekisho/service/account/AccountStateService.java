// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.account;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.Account;
import dev.sekisho.directory.AccountState;
import dev.sekisho.directory.AccountStatus;
import dev.sekisho.directory.DirectoryRepository;
import dev.sekisho.directory.StaffRepository;
import dev.sekisho.sendlimit.SendBlockStore;
import dev.sekisho.service.Access;
import dev.sekisho.service.Actor;
import dev.sekisho.service.Allowed;
import dev.sekisho.service.ChangeLog;
import dev.sekisho.service.EntityCheck;
import dev.sekisho.service.FieldErrors;
import dev.sekisho.service.InDomain;
import dev.sekisho.service.NotPermitted;
import dev.sekisho.service.PathEntities;
import dev.sekisho.service.PathKey;
import dev.sekisho.service.StaffScope;
import dev.sekisho.service.Transacted;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;

/** The states of accounts. */
@ThreadSafe
@ApplicationScoped
@Transacted
public class AccountStateService {
    /** Longest history that is shown at once, in states. */
    private static final int HISTORY = 1_000;

    @Inject
    private PathEntities entries;

    @Inject
    private DirectoryRepository directory;

    @Inject
    private ChangeLog changes;

    @Inject
    private EntityCheck rules;

    @Inject
    private StaffScope scope;

    @Inject
    private StaffRepository staff;

    @Inject
    private Actor actor;

    @Inject
    private Clock clock;

    /** The states that an account had, the latest first. */
    @Allowed(Access.SEE)
    public List<AccountStateBody> list(@InDomain("account") String address) {
        return directory.states(PathKey.address(address).toString(), HISTORY).stream()
                .map(AccountStateBody::of)
                .toList();
    }

    /** Sets the state of an account; it holds at the next login. */
    @Allowed(Access.SUPPORT)
    public AccountStateBody set(@InDomain("account") String address, AccountStateRequest request, FieldErrors errors) {
        errors.check();
        Account account = entries.account(address);
        expectTheirs(account);
        AccountStateBody before = AccountStateBody.of(account.state());
        changes.expect(before);
        account.setState(request.state(clock.instant(), actor.name()));
        rules.check(account);
        directory.flush();
        directory.recordState(account);
        AccountStateBody after = AccountStateBody.of(account.state());
        changes.record("account-state", account.address(), before, after);
        return after;
    }

    /**
     * Staff of some domains change the states that they or their colleagues have set, and those that a send limit has:
     * what the provider has set stays until the provider ends it.
     */
    private void expectTheirs(Account account) {
        AccountState state = account.state();
        boolean over =
                state.until().filter(end -> !end.isAfter(clock.instant())).isPresent();
        if (scope.changeableDomains().isEmpty() || over || state.status() == AccountStatus.ACTIVE) {
            return;
        }
        boolean theirs = state.by()
                .filter(by -> by.equals(SendBlockStore.BY) || staff.manages(by, account.domainName()))
                .isPresent();
        if (!theirs) {
            throw new NotPermitted("The account is " + state.status().word()
                    + " by the provider, and the role sekisho-domain-support does not permit to change that.");
        }
    }
}
