// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.account;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.bruteforce.KnownNetworkStore;
import dev.sekisho.decision.RecentLogins;
import dev.sekisho.directory.Account;
import dev.sekisho.directory.Address;
import dev.sekisho.directory.DeletedEntries;
import dev.sekisho.directory.DirectoryRepository;
import dev.sekisho.directory.Domain;
import dev.sekisho.directory.MailHost;
import dev.sekisho.directory.Plan;
import dev.sekisho.login.credential.KeyRing;
import dev.sekisho.service.FieldErrors;
import dev.sekisho.service.PathKey;
import dev.sekisho.service.access.Access;
import dev.sekisho.service.access.Allowed;
import dev.sekisho.service.access.InDomain;
import dev.sekisho.service.change.ChangeLog;
import dev.sekisho.service.change.DirectoryWriter;
import dev.sekisho.service.change.EntityCheck;
import dev.sekisho.service.change.EntryKind;
import dev.sekisho.service.change.PathEntities;
import dev.sekisho.service.change.Saved;
import dev.sekisho.service.change.Transacted;
import dev.sekisho.service.list.Page;
import dev.sekisho.service.list.PagedQuery;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Accounts. */
@ThreadSafe
@ApplicationScoped
@Transacted
public class AccountService {
    static final EntryKind<Account, AccountBody> ACCOUNT =
            new EntryKind<>(Account.class, "account", Account::address, AccountBody::of);

    /** Maximum number of networks in an answer. */
    private static final int NETWORKS = 20;

    @Inject
    private PathEntities entries;

    @Inject
    private DirectoryRepository directory;

    @Inject
    private DirectoryWriter writer;

    @Inject
    private ChangeLog changes;

    @Inject
    private PagedQuery pages;

    @Inject
    private EntityCheck constraints;

    @Inject
    private Successors successors;

    @Inject
    private KeyRing keyRing;

    @Inject
    private DeletedEntries deleted;

    @Inject
    private RecentLogins recent;

    @Inject
    private KnownNetworkStore networks;

    /** A page of accounts of the domains that the user may read. */
    @Allowed(Access.SEE)
    public Page<AccountBody> list(AccountFilter filter, @Nullable String sort, Page.Range range) {
        return Page.of(
                pages.page(Account.class, sort, range, filter.part(), filter.values()),
                range,
                AccountBody::of,
                Account::address);
    }

    @Allowed(Access.SEE)
    public AccountBody get(@InDomain("account") String address) {
        return AccountBody.of(entries.account(address));
    }

    /** Each effective permission of an account, with its origin. */
    @Allowed(Access.SEE)
    public List<PermissionBody> permissions(@InDomain("account") String address) {
        return directory.effectivePermissions(entries.account(address)).stream()
                .map(PermissionBody::of)
                .toList();
    }

    /** The recent successful logins of an account, and their networks. */
    @Allowed(Access.SEE)
    public LoginsBody logins(@InDomain("account") String address) {
        String account = entries.account(address).address();
        // Other nodes may still have logins of a deleted account with this address.
        Instant begin = deleted.formerAccount(account).orElse(Instant.EPOCH);
        return LoginsBody.of(
                recent.of(account).stream()
                        .filter(each -> each.last().isAfter(begin))
                        .toList(),
                networks.of(account, NETWORKS));
    }

    /**
     * Creates or replaces an account; without a password in the request the stored one stays.
     *
     * @param errors the errors that the reader of the request has found
     */
    @Allowed(Access.ADMINISTER)
    public Saved<AccountBody> put(@InDomain("account") String key, AccountRequest request, FieldErrors errors) {
        errors.check();
        Address address = PathKey.address(key);
        // Hashing is slow, so it precedes the first query and with it the use of a database connection.
        Optional<String> secret = request.newSecret().toStore(errors);
        Optional<Account> old = directory.find(Account.class, address.toString());
        if (old.isEmpty() && request.newSecret().isAbsent()) {
            errors.add("password", "is required for a new account");
        }
        expectReferences(address, request, errors);
        errors.check();
        @Nullable AccountBody before = old.map(AccountBody::of).orElse(null);
        changes.expect(before, request.version());
        Account account = old.orElseGet(() -> new Account(address, secret.orElse(""), request.mailHost()));
        request.apply(account, secret, keyRing);
        constraints.check(account);
        if (old.isEmpty()) {
            directory.add(account);
        }
        directory.flush();
        directory.recordState(account);
        AccountBody after = AccountBody.of(account);
        changes.record("account", account.address(), before, after, secret.isPresent() ? "password" : "");
        return new Saved<>(account.address(), after, old.isEmpty());
    }

    private void expectReferences(Address address, AccountRequest request, FieldErrors errors) {
        if (directory.find(Domain.class, address.domain()).isEmpty()) {
            errors.add("address", "must be in a domain of the directory");
        }
        if (request.plan().isPresent()
                && directory.find(Plan.class, request.plan().get()).isEmpty()) {
            errors.add("plan", "must be a plan of the directory");
        }
        if (directory.find(MailHost.class, request.mailHost()).isEmpty()) {
            errors.add("mailHost", "must be a mail host of the directory");
        }
    }

    /** Deletes an account, and the state that a later account of its address must not inherit. */
    @Allowed(Access.ADMINISTER)
    public void delete(@InDomain("account") String key) {
        Account account = entries.account(key);
        writer.delete(ACCOUNT, account);
        successors.inheritNothingOfAccount(account.address());
    }
}
