// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

import dev.sekisho.database.Answer;
import dev.sekisho.database.BatchedReads;
import dev.sekisho.directory.AccountStatus;
import dev.sekisho.directory.Language;
import dev.sekisho.directory.MailHostState;
import dev.sekisho.directory.Permissions;
import dev.sekisho.directory.login.LoginAccount;
import dev.sekisho.directory.login.LoginAppPassword;
import dev.sekisho.directory.login.LoginHost;
import dev.sekisho.directory.login.LoginLookup;
import dev.sekisho.directory.login.LoginQuery;
import dev.sekisho.directory.snapshot.MailDomain;
import dev.sekisho.password.Secret;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Accounts in memory instead of the database, which a test can take away.
 *
 * <p>Confined to the test's thread.
 */
public final class TestAccounts implements BatchedReads.Reader<LoginQuery, LoginLookup> {
    public static final Permissions ALL = new Permissions(true, true, true, true, true, true);
    public static final LoginHost HOST = host("192.0.2.11", MailHostState.UP);

    private final Map<String, LoginAccount> accounts = new HashMap<>();
    private final Map<String, MailDomain> domains = new HashMap<>();
    private Language language = Language.EN;
    private @Nullable RuntimeException trouble;
    private volatile Callable<@Nullable Void> hold = () -> null;

    public static LoginHost host(String address, MailHostState state) {
        return new LoginHost("mail-a", address, 10143, 10110, 10587, state);
    }

    /** An account that may do everything. */
    public void put(String address, String stored) {
        put(address, stored, AccountStatus.ACTIVE, ALL, HOST);
    }

    public void put(String address, String stored, AccountStatus status, Permissions permissions, LoginHost host) {
        accounts.put(address, new LoginAccount(address, Secret.of(stored), status, permissions, host));
    }

    public void put(LoginAccount account) {
        accounts.put(account.address(), account);
    }

    /** Each question fails with {@code exception}; null for none. */
    public void setTrouble(@Nullable RuntimeException exception) {
        trouble = exception;
    }

    /** Each question waits for {@code hold} first. */
    public void setHold(Callable<@Nullable Void> hold) {
        this.hold = hold;
    }

    /** The domain that the database has; one that is absent has no row. */
    public void put(MailDomain domain) {
        domains.put(domain.name(), domain);
    }

    public void remove(String domain) {
        domains.remove(domain);
    }

    public void setLanguage(Language language) {
        this.language = language;
    }

    @Override
    public List<Answer<LoginLookup>> read(List<LoginQuery> queries) {
        asked();
        return queries.stream()
                .map(query -> Answer.of(new LoginLookup(
                        Optional.ofNullable(accounts.get(query.address())).map(account -> forQuery(account, query)),
                        Optional.ofNullable(domains.get(query.domain())),
                        Optional.of(language))))
                .toList();
    }

    private static LoginAccount forQuery(LoginAccount account, LoginQuery query) {
        return query.appPasswords() ? account : with(account, account.challengeSecret(), List.of());
    }

    private static LoginAccount with(
            LoginAccount account, Optional<Secret> challengeSecret, List<LoginAppPassword> appPasswords) {
        return new LoginAccount(
                account.address(),
                account.secret(),
                challengeSecret,
                appPasswords,
                account.status(),
                account.statusUntil(),
                account.permissions(),
                account.host(),
                account.movingTo());
    }

    /** Replaces the encrypted secret of an account. */
    public void setChallengeSecret(String address, @Nullable String encrypted) {
        accounts.computeIfPresent(
                address,
                (name, account) ->
                        with(account, Optional.ofNullable(encrypted).map(Secret::of), account.appPasswords()));
    }

    /** Replaces the app passwords of an account. */
    public void setAppPasswords(String address, LoginAppPassword... appPasswords) {
        accounts.computeIfPresent(
                address, (name, account) -> with(account, account.challengeSecret(), List.of(appPasswords)));
    }

    private void asked() {
        try {
            hold.call();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        if (trouble != null) {
            throw trouble;
        }
    }

    /** The accounts of the recordings, on one host. */
    public static TestAccounts ofRecordings() {
        TestAccounts accounts = new TestAccounts();
        for (String name : new String[] {"carol", "carol%2bwork", "carol+2026"}) {
            accounts.put(name + "@example.com", "{PLAIN}open sesame");
        }
        accounts.put("erin@example.com", "{PLAIN}100% sure %41 a+b=c&d;\"\\:");
        accounts.put("frank@example.com", "{PLAIN}pässwörd-日本-€");
        accounts.put("grace@example.com", "{PLAIN} outer and  inner ");
        accounts.put(new MailDomain("example.com", Optional.empty()));
        return accounts;
    }
}
