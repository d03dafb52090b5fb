// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.database.BatchedReads;
import dev.sekisho.database.LimitedReads;
import dev.sekisho.database.Outage;
import dev.sekisho.directory.Address;
import dev.sekisho.directory.login.LoginAccount;
import dev.sekisho.directory.login.LoginLookup;
import dev.sekisho.directory.login.LoginQuery;
import dev.sekisho.directory.snapshot.MailDomain;
import dev.sekisho.login.AuthResult.Rejected;
import dev.sekisho.login.AuthResult.TemporaryFailure;
import dev.sekisho.login.credential.PasswordCheck;
import dev.sekisho.login.credential.VerificationPool.Place;
import dev.sekisho.login.credential.VerificationRefusedException;
import dev.sekisho.login.route.HostHealth;
import dev.sekisho.login.route.LoginRouter;
import dev.sekisho.net.IpNetwork;
import dev.sekisho.password.Secret;
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
 * Authenticates a login and chooses its mail host.
 *
 * <p>The password is checked first, then what the account may do, so that a client without the password learns only
 * that it was wrong.
 *
 * <p>The caller's thread never waits for the database or a costly hash.
 */
@ThreadSafe
public class LoginAuthenticator {
    /** Names of unreadable rows that are remembered as logged; beyond it the memory is cleared. */
    private static final int MOST_UNREADABLE = 1_000;

    /** Keys of a statement: a larger one would delay its first login, and saves little more. */
    private static final int BATCH = 64;

    /** Statements at the database at a time: the second one uses the round trip of the first. */
    private static final int STATEMENTS = 2;

    private final BatchedReads<LoginQuery, LoginLookup> lookups;
    private final LoginRules rules;
    private final LoginRouter router;
    private final Function<String, Optional<MailDomain>> domains;
    private final PasswordCheck passwords;
    private final Outage outage;
    private final Set<String> unreadable = new HashSet<>();

    private volatile boolean open;

    /**
     * @param accounts reads accounts and domains from the database
     * @param addresses finds the literal address of a host name; never blocks
     * @param domains finds a domain in memory; throws {@link IllegalStateException} before the directory is read
     */
    public LoginAuthenticator(
            BatchedReads.Reader<LoginQuery, LoginLookup> accounts,
            Function<String, Optional<String>> addresses,
            Function<String, Optional<MailDomain>> domains,
            HostHealth health,
            LoginConfig config,
            PasswordCheck passwords,
            LimitedReads reads,
            Clock clock) {
        this.lookups = reads.batched(accounts, BATCH, STATEMENTS);
        this.rules = new LoginRules(clock);
        this.domains = domains;
        this.router = new LoginRouter(addresses, health, config);
        this.passwords = passwords;
        this.outage = new Outage(clock);
        reads.listen(new StateLog());
    }

    /** The database is migrated. Before this, every login is a temporary failure. */
    public void open() {
        open = true;
    }

    /** The outcome, in time even if the database does not answer. The stage never fails. */
    public CompletionStage<LoginOutcome> authenticate(AuthRequest request) {
        return authenticate(request, () -> new Place(IpNetwork.clientOf(request.clientIp()), false));
    }

    /**
     * The same as {@link #authenticate(AuthRequest)}.
     *
     * @param place the client's place in the queue of costly checks; called only if there is one
     */
    public CompletionStage<LoginOutcome> authenticate(AuthRequest request, Supplier<Place> place) {
        if (request.method() == AuthMethod.NONE) {
            return mx(request);
        }
        if (request.user().indexOf('@') < 0) {
            return completed(Rejected.NO_DOMAIN);
        }
        if (!open) {
            return completed(new TemporaryFailure("the database is not open yet"));
        }
        Optional<LoginQuery> query = LoginQuery.ofLogin(request.user(), PasswordCheck.mayBeAppPassword(request));
        if (query.isEmpty()) {
            return decide(request, LoginLookup.NOTHING, place);
        }
        return lookups.submit(
                        query.get(),
                        found -> decide(request, found, place),
                        reason -> LoginOutcome.of(new TemporaryFailure(reason)))
                .exceptionally(failure -> {
                    logUnreadable(Address.canonical(request.user()), failure);
                    return LoginOutcome.of(new TemporaryFailure("the account cannot be read"));
                });
    }

    private CompletionStage<LoginOutcome> decide(AuthRequest request, LoginLookup lookup, Supplier<Place> place) {
        return lookup.account()
                .map(account -> passwords.verify(request, account, place, clear -> permitted(request, account, clear)))
                .orElseGet(() -> passwords.verifyUnknownUser(request, place))
                .exceptionally(LoginAuthenticator::unverified)
                .thenApply(result -> LoginOutcome.of(result, lookup.language()));
    }

    /** A login with the right password. */
    private AuthResult permitted(AuthRequest request, LoginAccount account, Optional<Secret> clear) {
        return rules.check(request, account).orElseGet(() -> router.route(request, account, clear));
    }

    private static AuthResult unverified(Throwable failure) {
        if (!(failure.getCause() instanceof VerificationRefusedException)) {
            LoginMessages.checkFailed(failure);
        }
        return new TemporaryFailure("the password could not be checked");
    }

    private static CompletionStage<LoginOutcome> completed(AuthResult result) {
        return CompletableFuture.completedFuture(LoginOutcome.of(result));
    }

    /** Mail without login. The domain is read from the database; if that fails, the copy in memory decides. */
    private CompletionStage<LoginOutcome> mx(AuthRequest request) {
        if (!open) {
            return CompletableFuture.completedFuture(mxFromMemory(request));
        }
        Optional<LoginQuery> query = LoginQuery.ofDomain(request.domain());
        if (query.isEmpty()) {
            return CompletableFuture.completedFuture(mx(request, LoginLookup.NOTHING));
        }
        return lookups.submit(
                        query.get(),
                        found -> CompletableFuture.completedFuture(mx(request, found)),
                        reason -> mxFromMemory(request))
                .exceptionally(failure -> {
                    logUnreadable(request.domain(), failure);
                    return mxFromMemory(request);
                });
    }

    private LoginOutcome mxFromMemory(AuthRequest request) {
        return LoginOutcome.of(router.mx(request, domains));
    }

    private LoginOutcome mx(AuthRequest request, LoginLookup lookup) {
        return LoginOutcome.of(
                router.mx(
                        request,
                        name -> lookup.domain()
                                // A domain with aliases only has no row; the copy in memory has it.
                                .or(() -> domains.apply(name).filter(domain -> !domain.listed()))),
                lookup.language());
    }

    /** One unreadable row fails its own logins only, and is logged once. */
    private void logUnreadable(String name, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
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

    /** The one place that logs the loss and return of the database. */
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

    /** The result, for a caller that can wait. */
    public AuthResult decide(AuthRequest request) {
        return authenticate(request).toCompletableFuture().join().result();
    }
}
