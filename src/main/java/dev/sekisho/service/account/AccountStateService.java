// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.account;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.Account;
import dev.sekisho.directory.AccountState;
import dev.sekisho.directory.AccountStatus;
import dev.sekisho.directory.DirectoryRepository;
import dev.sekisho.directory.StaffRepository;
import dev.sekisho.sendlimit.SendBlockStore;
import dev.sekisho.service.FieldErrors;
import dev.sekisho.service.NotPermitted;
import dev.sekisho.service.PathKey;
import dev.sekisho.service.access.Access;
import dev.sekisho.service.access.Actor;
import dev.sekisho.service.access.Allowed;
import dev.sekisho.service.access.InDomain;
import dev.sekisho.service.access.StaffScope;
import dev.sekisho.service.change.ChangeLog;
import dev.sekisho.service.change.EntityCheck;
import dev.sekisho.service.change.PathEntities;
import dev.sekisho.service.change.Transacted;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;

/** The states of accounts. */
@ThreadSafe
@ApplicationScoped
@Transacted
public class AccountStateService {
    /** Maximum number of states in an answer. */
    private static final int HISTORY = 1_000;

    @Inject
    private PathEntities entries;

    @Inject
    private DirectoryRepository directory;

    @Inject
    private ChangeLog changes;

    @Inject
    private EntityCheck constraints;

    @Inject
    private StaffScope scope;

    @Inject
    private StaffRepository staff;

    @Inject
    private Actor actor;

    @Inject
    private Clock clock;

    /** The states of an account, the latest first. */
    @Allowed(Access.SEE)
    public List<AccountStateBody> list(@InDomain("account") String address) {
        return directory.states(PathKey.address(address).toString(), HISTORY).stream()
                .map(AccountStateBody::of)
                .toList();
    }

    /** Sets the state of an account, from the next login on. */
    @Allowed(Access.SUPPORT)
    public AccountStateBody set(@InDomain("account") String address, AccountStateRequest request, FieldErrors errors) {
        errors.check();
        Account account = entries.account(address);
        expectTheirs(account);
        AccountStateBody before = AccountStateBody.of(account.state());
        changes.expect(before);
        account.setState(request.state(clock.instant(), actor.name()));
        constraints.check(account);
        directory.flush();
        directory.recordState(account);
        AccountStateBody after = AccountStateBody.of(account.state());
        changes.record("account-state", account.address(), before, after);
        return after;
    }

    /**
     * Staff of some domains may change the states that staff of this domain or a send limit has set. A state that the
     * provider has set remains until the provider changes it.
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
            throw new NotPermitted("The provider has set the account to "
                    + state.status().word() + ". The role sekisho-domain-support does not permit to change that.");
        }
    }
}
