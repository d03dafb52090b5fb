// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.mailauth;

import dev.sekisho.account.DomainLookup;
import dev.sekisho.account.Language;
import dev.sekisho.account.LoginAccount;
import dev.sekisho.account.LoginAccountRepository;
import dev.sekisho.account.LoginLookup;
import dev.sekisho.account.MailDomain;
import dev.sekisho.mailauth.AuthResult.Refusal;
import dev.sekisho.mailauth.AuthResult.Refused;
import dev.sekisho.mailauth.AuthResult.TryLater;
import dev.sekisho.mailauth.PasswordCheck.Checked;
import dev.sekisho.mailauth.VerificationPool.Place;
import dev.sekisho.throttle.Cidr;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Decides about a login: the rules of the login door.
 *
 * <p>The order is the security: first the password, then what the account may do, so that nobody without the password
 * learns anything but that it was wrong.
 *
 * <p>Safe for use by many threads. Blocks on the database; costly hashing runs elsewhere.
 */
public class LoginGate {
    /** No account can be meant, so no password can be right, nothing is hashed, and the throttle counts no guess. */
    static final AuthResult NO_DOMAIN = new Refused(Refusal.CREDENTIALS, "login without a domain");

    private static final AuthResult UNAVAILABLE = new TryLater("database unavailable");

    private final LoginAccountRepository accounts;
    private final LoginRules rules;
    private final LoginRouter router;
    private final Function<String, Optional<MailDomain>> domains;
    private final PasswordCheck passwords;
    private final AtomicBoolean directoryLost = new AtomicBoolean();

    /** Set while one login asks a database that is away; all others are told at once and hold no thread meanwhile. */
    private final AtomicBoolean asking = new AtomicBoolean();

    private volatile boolean open;

    /**
     * @param addresses the literal address for a mail host's address, which may be a name; never blocks
     * @param domains the domains that are ours, from memory; throws {@link IllegalStateException} before it knows any
     */
    public LoginGate(
            LoginAccountRepository accounts,
            Function<String, Optional<String>> addresses,
            Function<String, Optional<MailDomain>> domains,
            HostHealth health,
            MailAuthConfig config,
            PasswordCheck passwords,
            Clock clock) {
        this.accounts = accounts;
        this.rules = new LoginRules(clock);
        this.domains = domains;
        this.router = new LoginRouter(addresses, health, config);
        this.passwords = passwords;
    }

    /** Tells that the database is migrated and may be asked; before, every login is told to try later. */
    public void open() {
        open = true;
    }

    /** An answer, and the language to give it in as the database says; empty where it was not asked. */
    record Answered(AuthResult result, Optional<Language> language) {}

    /** The answer, there when this returns unless a costly password has to be checked. Never fails. */
    CompletionStage<Answered> ask(AuthRequest request) {
        return ask(request, () -> new Place(Cidr.clientOf(request.clientIp()), false));
    }

    /**
     * The same as {@link #ask(AuthRequest)}.
     *
     * @param place who asks, for the line of costly checks; read only if there is one
     */
    CompletionStage<Answered> ask(AuthRequest request, Supplier<Place> place) {
        if (request.method() == AuthMethod.NONE) {
            return CompletableFuture.completedFuture(mx(request));
        }
        if (request.user().indexOf('@') < 0) {
            return answered(NO_DOMAIN);
        }
        if (!open) {
            return answered(new TryLater("the database is not there yet"));
        }
        return fromDatabase(() -> {
                    LoginLookup found = accounts.findForLogin(request.user());
                    return found.account()
                            .map(account -> decide(request, account, place))
                            .orElseGet(() -> unknown(request, place))
                            .thenApply(result -> new Answered(result, found.language()));
                })
                .orElseGet(() -> answered(UNAVAILABLE));
    }

    private static CompletionStage<Answered> answered(AuthResult result) {
        return CompletableFuture.completedFuture(new Answered(result, Optional.empty()));
    }

    /** Mail without login: where it goes is asked of the database too, but mail goes on, by the copy in memory, without it. */
    private Answered mx(AuthRequest request) {
        Optional<DomainLookup> found =
                open ? fromDatabase(() -> accounts.findDomain(request.domain())) : Optional.empty();
        if (found.isEmpty()) {
            return new Answered(router.mx(request, domains), Optional.empty());
        }
        DomainLookup lookup = found.get();
        return new Answered(
                router.mx(
                        request,
                        name -> lookup.domain()
                                // A domain of aliases alone has no row; these are known from memory.
                                .or(() -> domains.apply(name).filter(domain -> !domain.listed()))),
                lookup.language());
    }

    /** Empty if the database cannot be asked now. */
    private <T> Optional<T> fromDatabase(Supplier<T> question) {
        boolean lost = directoryLost.get();
        if (lost && !asking.compareAndSet(false, true)) {
            return Optional.empty();
        }
        T answer;
        try {
            answer = question.get();
        } catch (RuntimeException e) {
            // The one place that decides what database trouble means for a login, in whatever form it comes.
            if (directoryLost.compareAndSet(false, true)) {
                MailAuthMessages.directoryLost(e);
            }
            return Optional.empty();
        } finally {
            if (lost) {
                asking.set(false);
            }
        }
        if (lost && directoryLost.compareAndSet(true, false)) {
            MailAuthMessages.directoryBack();
        }
        return Optional.of(answer);
    }

    /** The same as {@link #ask}, for a caller that may wait. */
    AuthResult decide(AuthRequest request) {
        return ask(request).toCompletableFuture().join().result();
    }

    private CompletionStage<AuthResult> decide(AuthRequest request, LoginAccount account, Supplier<Place> place) {
        return judged(
                passwords.check(request, account, place),
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
                MailAuthMessages.checkFailed(trouble);
            }
            return new TryLater("the password could not be checked");
        });
    }
}
