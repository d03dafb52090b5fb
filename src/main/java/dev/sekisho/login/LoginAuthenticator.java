// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

import dev.sekisho.database.LimitedReads;
import dev.sekisho.database.Outage;
import dev.sekisho.directory.Address;
import dev.sekisho.directory.Language;
import dev.sekisho.directory.login.DomainLookup;
import dev.sekisho.directory.login.LoginAccount;
import dev.sekisho.directory.login.LoginAccountRepository;
import dev.sekisho.directory.login.LoginLookup;
import dev.sekisho.directory.snapshot.MailDomain;
import dev.sekisho.login.AuthResult.Refusal;
import dev.sekisho.login.AuthResult.Refused;
import dev.sekisho.login.AuthResult.TryLater;
import dev.sekisho.login.credential.PasswordCheck;
import dev.sekisho.login.credential.PasswordCheck.Checked;
import dev.sekisho.login.credential.VerificationPool.Place;
import dev.sekisho.login.credential.VerificationRefusedException;
import dev.sekisho.login.route.HostHealth;
import dev.sekisho.login.route.LoginRouter;
import dev.sekisho.net.IpNetwork;
import java.time.Clock;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Decides about a login: the rules of login.
 *
 * <p>The order is the security: first the password, then what the account may do, so that nobody without the password
 * learns anything but that it was wrong.
 *
 * <p>Safe for use by many threads. Never waits for the database on the caller's thread; costly hashing runs elsewhere
 * too.
 */
public class LoginAuthenticator {
    /**
     * No account can be meant, so no password can be right, nothing is hashed, and brute-force protection counts no
     * guess.
     */
    static final AuthResult NO_DOMAIN = new Refused(Refusal.CREDENTIALS, "login without a domain");

    /** Names whose unreadable rows were told; beyond so many it begins anew, for the memory has an end. */
    private static final int MOST_UNREADABLE = 1_000;

    private final LoginAccountRepository accounts;
    private final LoginRules rules;
    private final LoginRouter router;
    private final Function<String, Optional<MailDomain>> domains;
    private final PasswordCheck passwords;
    private final LimitedReads reads;
    private final Outage outage;
    private final Set<String> unreadable = new HashSet<>();

    private volatile boolean open;

    /**
     * @param addresses the literal address for a mail host's address, which may be a name; never blocks
     * @param domains the domains that are ours, from memory; throws {@link IllegalStateException} before it knows any
     */
    public LoginAuthenticator(
            LoginAccountRepository accounts,
            Function<String, Optional<String>> addresses,
            Function<String, Optional<MailDomain>> domains,
            HostHealth health,
            LoginConfig config,
            PasswordCheck passwords,
            LimitedReads reads,
            Clock clock) {
        this.accounts = accounts;
        this.rules = new LoginRules(clock);
        this.domains = domains;
        this.router = new LoginRouter(addresses, health, config);
        this.passwords = passwords;
        this.reads = reads;
        this.outage = new Outage(clock);
        reads.listen(new StateLog());
    }

    /** Tells that the database is migrated and may be asked; before, every login is told to try later. */
    public void open() {
        open = true;
    }

    /** An answer, and the language to give it in as the database says; empty where it was not asked. */
    public record Answered(AuthResult result, Optional<Language> language) {}

    /** The answer, in time whatever the database does. Never fails. */
    public CompletionStage<Answered> ask(AuthRequest request) {
        return ask(request, () -> new Place(IpNetwork.clientOf(request.clientIp()), false));
    }

    /**
     * The same as {@link #ask(AuthRequest)}.
     *
     * @param place who asks, for the line of costly checks; read only if there is one
     */
    public CompletionStage<Answered> ask(AuthRequest request, Supplier<Place> place) {
        if (request.method() == AuthMethod.NONE) {
            return mx(request);
        }
        if (request.user().indexOf('@') < 0) {
            return answered(NO_DOMAIN);
        }
        if (!open) {
            return answered(new TryLater("the database is not there yet"));
        }
        return reads.submit(
                        () -> read(request),
                        found -> decide(request, found, place),
                        reason -> new Answered(new TryLater(reason), Optional.empty()))
                .exceptionally(trouble -> {
                    tellUnreadable(Address.canonical(request.user()), trouble);
                    return new Answered(new TryLater("the account cannot be read"), Optional.empty());
                });
    }

    /** All that the database has for a login. */
    private record Found(LoginLookup lookup, PasswordCheck.Stored beside) {}

    private Found read(AuthRequest request) {
        LoginLookup lookup = accounts.findForLogin(request.user());
        String account = lookup.account().map(LoginAccount::address).orElse(request.user());
        return new Found(lookup, passwords.read(request, account));
    }

    private CompletionStage<Answered> decide(AuthRequest request, Found found, Supplier<Place> place) {
        LoginLookup lookup = found.lookup();
        return lookup.account()
                .map(account -> decide(request, account, found.beside(), place))
                .orElseGet(() -> unknown(request, place))
                .thenApply(result -> new Answered(result, lookup.language()));
    }

    private static CompletionStage<Answered> answered(AuthResult result) {
        return CompletableFuture.completedFuture(new Answered(result, Optional.empty()));
    }

    /**
     * Mail without login: where it goes is asked of the database too, but mail goes on, by the copy in memory, without
     * it.
     */
    private CompletionStage<Answered> mx(AuthRequest request) {
        if (!open) {
            return CompletableFuture.completedFuture(mxFromMemory(request));
        }
        return reads.submit(
                        () -> accounts.findDomain(request.domain()),
                        found -> CompletableFuture.completedFuture(mx(request, found)),
                        reason -> mxFromMemory(request))
                .exceptionally(trouble -> {
                    tellUnreadable(request.domain(), trouble);
                    return mxFromMemory(request);
                });
    }

    private Answered mxFromMemory(AuthRequest request) {
        return new Answered(router.mx(request, domains), Optional.empty());
    }

    private Answered mx(AuthRequest request, DomainLookup lookup) {
        return new Answered(
                router.mx(
                        request,
                        name -> lookup.domain()
                                // A domain of aliases alone has no row; these are known from memory.
                                .or(() -> domains.apply(name).filter(domain -> !domain.listed()))),
                lookup.language());
    }

    /** One row is no lost database: its own logins have no answer, and it is told once. */
    private void tellUnreadable(String name, Throwable trouble) {
        Throwable cause =
                trouble instanceof CompletionException && trouble.getCause() != null ? trouble.getCause() : trouble;
        synchronized (unreadable) {
            if (unreadable.size() >= MOST_UNREADABLE) {
                unreadable.clear();
            }
            if (!unreadable.add(name)) {
                return;
            }
        }
        LoginMessages.accountUnreadable(name, cause);
    }

    /** The one place that tells what database trouble means for a login, in whatever form it comes. */
    private final class StateLog implements LimitedReads.Listener {
        @Override
        public void failed(Exception cause) {
            if (outage.begins()) {
                LoginMessages.directoryLost(cause);
            }
        }

        @Override
        public void answered() {
            if (outage.ends()) {
                LoginMessages.directoryBack();
            }
        }
    }

    /** The same as {@link #ask}, for a caller that may wait. */
    public AuthResult decide(AuthRequest request) {
        return ask(request).toCompletableFuture().join().result();
    }

    private CompletionStage<AuthResult> decide(
            AuthRequest request, LoginAccount account, PasswordCheck.Stored beside, Supplier<Place> place) {
        return judged(
                passwords.check(request, account, beside, place),
                checked -> checked.failure()
                        .or(() -> rules.judge(request, account))
                        .orElseGet(() -> router.route(request, account, checked.clear())));
    }

    private CompletionStage<AuthResult> unknown(AuthRequest request, Supplier<Place> place) {
        return judged(
                passwords.checkNobody(request, place),
                checked -> checked.failure().orElseThrow());
    }

    private static CompletionStage<AuthResult> judged(
            CompletionStage<Checked> check, Function<Checked, AuthResult> answer) {
        return check.thenApply(answer).exceptionally(trouble -> {
            if (!(trouble.getCause() instanceof VerificationRefusedException)) {
                LoginMessages.checkFailed(trouble);
            }
            return new TryLater("the password could not be checked");
        });
    }
}
