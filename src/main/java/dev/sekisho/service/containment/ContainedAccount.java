// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.containment;

import com.google.errorprone.annotations.Immutable;
import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.Account;
import dev.sekisho.directory.AccountState;
import dev.sekisho.directory.AccountStatus;
import dev.sekisho.directory.AppPassword;
import dev.sekisho.directory.DirectoryRepository;
import dev.sekisho.directory.MailHost;
import dev.sekisho.directory.login.SecretRepository;
import dev.sekisho.service.FieldErrors;
import dev.sekisho.service.account.AccountBody;
import dev.sekisho.service.account.AccountStateBody;
import dev.sekisho.service.account.AccountStateRequest;
import dev.sekisho.service.account.AccountStateService;
import dev.sekisho.service.account.AppPasswordBody;
import dev.sekisho.service.change.ChangeLog;
import dev.sekisho.service.change.PathEntities;
import dev.sekisho.service.change.Transacted;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The part of a containment that is one transaction: state, password, app passwords, and their audit entries. */
@ThreadSafe
@ApplicationScoped
@Transacted
class ContainedAccount {
    @Inject
    private PathEntities entries;

    @Inject
    private DirectoryRepository directory;

    @Inject
    private SecretRepository secrets;

    @Inject
    private AccountStateService states;

    @Inject
    private ChangeLog changes;

    @Inject
    private Clock clock;

    /**
     * What was changed.
     *
     * @param hosts the URL of doveadm of each mail host that may have sessions, by name
     */
    @ThreadSafe
    record Changed(
            String account,
            AccountStateBody before,
            AccountStateBody after,
            int revoked,
            SortedMap<String, Optional<String>> hosts) {}

    /** The audit entry of the whole; the entries of its parts have the details. */
    @Immutable
    public record Summary(String status, boolean newPassword, int revokedAppPasswords, boolean endSessions) {}

    /**
     * Contains an account.
     *
     * @param secret the hash of the new password; empty to keep the old one
     */
    Changed contain(String key, ContainmentRequest request, Optional<String> secret, FieldErrors errors) {
        Account account = entries.account(key);
        AccountStateBody before = AccountStateBody.of(account.state());
        if (!isStricter(account.state(), request.status(), clock.instant())) {
            states.set(
                    key,
                    new AccountStateRequest(request.status(), request.until(), Optional.of(request.reason())),
                    errors);
        }
        secret.ifPresent(hash -> replace(account, hash));
        int revoked = request.keeps().appPasswords() ? 0 : revoke(account);
        AccountStateBody after = AccountStateBody.of(account.state());
        changes.record(
                "containment",
                account.address(),
                null,
                new Summary(
                        after.status(),
                        secret.isPresent(),
                        revoked,
                        !request.keeps().sessions()));
        return new Changed(account.address(), before, after, revoked, hosts(account));
    }

    /** A containment never permits more than the state before. */
    static boolean isStricter(AccountState state, AccountStatus wanted, Instant now) {
        AccountStatus status = state.status().at(now, state.until());
        return status == AccountStatus.CLOSED
                || (status == AccountStatus.SUSPENDED && wanted == AccountStatus.SEND_BLOCKED);
    }

    private void replace(Account account, String hash) {
        AccountBody before = AccountBody.of(account);
        account.setSecret(hash);
        directory.flush();
        changes.record("account", account.address(), before, AccountBody.of(account), "password");
    }

    private int revoke(Account account) {
        OffsetDateTime now = OffsetDateTime.now(clock.withZone(ZoneOffset.UTC));
        int revoked = 0;
        for (AppPassword each : secrets.allAppPasswords(account.address())) {
            if (each.revokedAt().isEmpty()) {
                AppPasswordBody before = AppPasswordBody.of(each, null);
                each.revoke(now);
                directory.flush();
                changes.record(
                        "app-password", account.address() + " " + each.id(), before, AppPasswordBody.of(each, null));
                revoked++;
            }
        }
        return revoked;
    }

    private SortedMap<String, Optional<String>> hosts(Account account) {
        SortedMap<String, Optional<String>> hosts = new TreeMap<>();
        Stream.concat(Stream.of(account.mailHost()), account.movingTo().stream())
                .forEach(name ->
                        hosts.put(name, directory.find(MailHost.class, name).flatMap(MailHost::doveadmUrl)));
        return hosts;
    }
}
