// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login.credential;

import com.github.benmanes.caffeine.cache.Ticker;
import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.database.LimitedReads;
import dev.sekisho.directory.login.AccountSecrets;
import dev.sekisho.directory.login.LoginAccount;
import dev.sekisho.directory.login.LoginAppPassword;
import dev.sekisho.directory.login.SecretRepository;
import dev.sekisho.login.AuthMethod;
import dev.sekisho.login.AuthRequest;
import dev.sekisho.login.AuthResult;
import dev.sekisho.login.AuthResult.Rejected;
import dev.sekisho.login.AuthResult.Rejection;
import dev.sekisho.login.AuthResult.TemporaryFailure;
import dev.sekisho.login.LoginConfig;
import dev.sekisho.login.LoginMessages;
import dev.sekisho.login.credential.VerificationPool.Place;
import dev.sekisho.net.NetworkList;
import dev.sekisho.password.AppPasswordText;
import dev.sekisho.password.PasswordScheme;
import dev.sekisho.password.Secret;
import dev.sekisho.password.StoredPassword;
import dev.sekisho.password.VerifyResult;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Verifies the password of a login: the account's own, one of its app passwords, or the encrypted one.
 *
 * <p>Cheap checks are complete when the method returns. Costly ones run in the {@link VerificationPool}: equal checks
 * under way are one, and a right password is not checked again while {@link VerifiedPasswordCache} has it. Nothing here
 * waits for the database.
 */
@ThreadSafe
public final class PasswordCheck {
    private static final AuthResult BUSY = new TemporaryFailure("too many passwords are being checked");

    /** The key of a check that others may join. Known clients do not join one that waits among unknown clients. */
    private record UnderWay(VerifiedPasswordCache.Mark mark, boolean known) {}

    /** Background work, which gives way to that of any client. */
    private static final Place UPGRADE = new Place("upgrade", false);

    private final LoginConfig config;
    private final SecretRepository secrets;
    private final KeyRing keyRing;
    private final CredentialUsage usage;
    private final VerificationPool pool;
    private final LimitedReads reads;
    private final Clock clock;
    private final VerifiedPasswordCache remembered;
    private final StoredPassword dummy;
    private final Secret dummyStored = Secret.of("");
    private final Map<UnderWay, CompletableFuture<VerifyResult>> underWay = new ConcurrentHashMap<>();
    private final Map<String, Boolean> upgrading = new ConcurrentHashMap<>();

    public PasswordCheck(
            LoginConfig config,
            SecretRepository secrets,
            KeyRing keyRing,
            CredentialUsage usage,
            VerificationPool pool,
            LimitedReads reads,
            Clock clock) {
        this.config = config;
        this.secrets = secrets;
        this.keyRing = keyRing;
        this.usage = usage;
        this.pool = pool;
        this.reads = reads;
        this.clock = clock;
        this.remembered = new VerifiedPasswordCache(
                Duration.ofSeconds(config.rememberSeconds()), config.rememberEntries(), Ticker.systemTicker());
        this.dummy = StoredPassword.dummy(config.defaultScheme());
    }

    /** Whether the check needs the app passwords of the account: the password has their form. */
    public static boolean mayBeAppPassword(AuthRequest request) {
        return !request.method().isChallenge()
                && AppPasswordText.canonical(request.password()).isPresent();
    }

    /** Rejects a login without an account, after the time of a real check. */
    public CompletionStage<AuthResult> verifyUnknownUser(AuthRequest request, Supplier<Place> place) {
        return request.method().isChallenge()
                ? CompletableFuture.completedFuture(Rejected.UNKNOWN_USER)
                : afterDummyHash(request, request.user(), Rejected.UNKNOWN_USER, place);
    }

    private CompletionStage<AuthResult> afterDummyHash(
            AuthRequest request, String account, AuthResult result, Supplier<Place> place) {
        return verify(account, dummyStored, () -> dummy.verify(request.password()), request.password(), place)
                .map(verified -> verified.thenApply(ignored -> result))
                .orElseGet(() -> CompletableFuture.completedFuture(BUSY));
    }

    /**
     * Verifies the password of an account.
     *
     * @param place the place in the queue of costly checks; called only if there is one
     * @param onMatch the result for a right password; its argument is the clear password if a challenge was answered
     *     and it is known
     */
    public CompletionStage<AuthResult> verify(
            AuthRequest request,
            LoginAccount account,
            Supplier<Place> place,
            Function<Optional<Secret>, AuthResult> onMatch) {
        if (request.method().isChallenge()) {
            return CompletableFuture.completedFuture(verifyChallenge(request, account, onMatch));
        }
        Optional<LoginAppPassword> app = appPassword(request, account);
        if (app.isPresent()) {
            return CompletableFuture.completedFuture(result(request, app.get(), onMatch));
        }
        StoredPassword stored = parse(account.secret()).forAccount(account.address());
        if (!stored.scheme().map(PasswordScheme::isCostly).orElse(false)) {
            VerifyResult verified = stored.verify(request.password());
            AuthResult result = plainResult(request, account, stored, verified, onMatch);
            boolean wrong = verified instanceof VerifyResult.Mismatch;
            // It costs what an unknown user does, so that the time does not reveal that the account exists.
            return wrong
                    ? afterDummyHash(request, account.address(), result, place)
                    : CompletableFuture.completedFuture(result);
        }
        return verify(
                        account.address(),
                        account.secret(),
                        () -> hash(stored, request.password()),
                        request.password(),
                        place)
                .map(started -> started.thenApply(verified -> plainResult(request, account, stored, verified, onMatch)))
                .orElseGet(() -> CompletableFuture.completedFuture(BUSY));
    }

    /** A wrong password costs at least what an unknown user does, also for a locked or cheaper stored password. */
    private VerifyResult hash(StoredPassword stored, Secret given) {
        VerifyResult result = stored.verify(given);
        boolean same = stored.isHashed() && stored.scheme().equals(dummy.scheme());
        if (!same && result instanceof VerifyResult.Mismatch) {
            VerifyResult unused = dummy.verify(given);
        }
        return result;
    }

    private AuthResult plainResult(
            AuthRequest request,
            LoginAccount account,
            StoredPassword stored,
            VerifyResult verified,
            Function<Optional<Secret>, AuthResult> onMatch) {
        if (verified.isMatch()) {
            upgrade(account, stored, request.password());
        }
        return result(account, verified, () -> onMatch.apply(Optional.empty()));
    }

    private StoredPassword parse(Secret secret) {
        return StoredPassword.parse(secret.text(), config.defaultScheme().wireName());
    }

    /** Runs or joins a costly check; empty if the queue is full. */
    private Optional<CompletableFuture<VerifyResult>> verify(
            String account, Secret stored, Supplier<VerifyResult> work, Secret given, Supplier<Place> client) {
        VerifiedPasswordCache.Mark mark = remembered.mark(account, stored, given);
        if (remembered.contains(mark)) {
            return Optional.of(CompletableFuture.completedFuture(new VerifyResult.Match()));
        }
        Place place = client.get();
        UnderWay key = new UnderWay(mark, place.known());
        CompletableFuture<VerifyResult> shared = new CompletableFuture<>();
        CompletableFuture<VerifyResult> other = underWay.putIfAbsent(key, shared);
        if (other != null) {
            return Optional.of(other);
        }
        Optional<CompletableFuture<VerifyResult>> started = pool.submit(place, work);
        if (started.isEmpty()) {
            underWay.remove(key);
            // Requests that joined meanwhile get the same answer.
            shared.completeExceptionally(new VerificationRefusedException());
            return Optional.empty();
        }
        var unused = started.get().whenComplete((result, failure) -> {
            if (result != null && result.isMatch()) {
                remembered.add(mark);
            }
            underWay.remove(key);
            if (failure == null) {
                shared.complete(result);
            } else {
                shared.completeExceptionally(failure);
            }
        });
        return Optional.of(shared);
    }

    private AuthResult verifyChallenge(
            AuthRequest request, LoginAccount account, Function<Optional<Secret>, AuthResult> onMatch) {
        Optional<AccountSecrets> both = account.challengeSecret()
                .map(encrypted -> new AccountSecrets(account.address(), account.secret(), encrypted));
        StoredPassword stored = parse(account.secret()).forAccount(account.address());
        if (both.isPresent()) {
            KeyRing.Opened opened = keyRing.open(both.get());
            if (opened.clear().isEmpty()) {
                return unusable(account, opened.problem());
            }
            stored = StoredPassword.ofClear(opened.clear().get());
        }
        String response = request.password().text();
        VerifyResult verified = request.method() == AuthMethod.APOP
                ? stored.verifyApop(request.salt(), response)
                : stored.verifyCramMd5(request.salt(), response);
        if (verified.isMatch()) {
            usage.used(account.address(), request.method());
        }
        Optional<Secret> clear = stored.clear();
        return result(account, verified, () -> onMatch.apply(clear));
    }

    private static AuthResult result(LoginAccount account, VerifyResult verified, Supplier<AuthResult> onMatch) {
        if (verified instanceof VerifyResult.Unusable unusable) {
            return unusable(account, unusable.reason());
        }
        if (verified instanceof VerifyResult.Unsuited unsuited) {
            return new Rejected(Rejection.CREDENTIALS, unsuited.reason());
        }
        return verified.isMatch() ? onMatch.get() : new Rejected(Rejection.CREDENTIALS, "wrong password");
    }

    private static AuthResult unusable(LoginAccount account, String reason) {
        LoginMessages.passwordUnusable(account.address(), reason);
        return new TemporaryFailure(reason);
    }

    /** The app password that was given; empty if it is none, so that it may be the account's own password. */
    private Optional<LoginAppPassword> appPassword(AuthRequest request, LoginAccount account) {
        return AppPasswordText.canonical(request.password())
                .flatMap(given -> account.appPasswords().stream()
                        .filter(each -> each.isUsable(clock.instant()))
                        .filter(each -> parse(each.secret()).verify(given).isMatch())
                        .findFirst());
    }

    private AuthResult result(
            AuthRequest request, LoginAppPassword found, Function<Optional<Secret>, AuthResult> onMatch) {
        boolean permitted =
                switch (request.protocol()) {
                    case IMAP -> found.imap();
                    case POP3 -> found.pop3();
                    case SMTP -> found.smtp();
                };
        if (!permitted) {
            return new Rejected(Rejection.PROTOCOL, "app password not for this protocol");
        }
        try {
            if (!NetworkList.parse(found.networks()).contains(request.clientIp())) {
                return new Rejected(Rejection.METHOD, "app password not for this network");
            }
        } catch (IllegalArgumentException e) {
            // An unreadable list never permits.
            return new TemporaryFailure("networks of an app password: " + e.getMessage());
        }
        usage.appPasswordUsed(found.id());
        return onMatch.apply(Optional.empty());
    }

    /**
     * Stores the password in the configured scheme, after the answer. If the queue is full or the database does not
     * answer, a later login does it: no thread that checks passwords waits for it.
     */
    private void upgrade(LoginAccount account, StoredPassword stored, Secret given) {
        Optional<PasswordScheme> wanted = config.upgradeScheme();
        if (wanted.isEmpty()
                || isGoodEnough(stored, wanted.get())
                || upgrading.putIfAbsent(account.address(), Boolean.TRUE) != null) {
            return;
        }
        var started = pool.submit(UPGRADE, () -> wanted.get().generate(given, config.upgradeCost()));
        if (started.isEmpty()) {
            upgrading.remove(account.address());
            return;
        }
        var unused = started.get()
                .thenCompose(secret -> reads.submit(
                        () -> upgrade(account, given, secret),
                        CompletableFuture::completedFuture,
                        reason -> notUpgraded(account, reason)))
                .whenComplete((done, failure) -> {
                    upgrading.remove(account.address());
                    // If it had to leave the queue, it never ran.
                    if (failure != null && !(failure.getCause() instanceof VerificationRefusedException)) {
                        LoginMessages.upgradeFailed(account.address(), String.valueOf(failure.getCause()));
                    }
                });
    }

    private static boolean notUpgraded(LoginAccount account, String reason) {
        LoginMessages.upgradeFailed(account.address(), reason);
        return false;
    }

    /** Whether it has the wanted scheme and at least its cost. */
    private boolean isGoodEnough(StoredPassword stored, PasswordScheme wanted) {
        return stored.scheme().filter(wanted::equals).isPresent()
                && stored.cost().orElse(Integer.MAX_VALUE) >= config.upgradeCost();
    }

    /** Whether it was stored; not if the password has changed meanwhile. */
    private boolean upgrade(LoginAccount account, Secret given, String secret) {
        Optional<AccountSecrets> old = secrets.secrets(account.address())
                .filter(found -> found.secret().isSameAs(account.secret()));
        if (old.isEmpty()) {
            return false;
        }
        // A clear password stays usable for challenges: it is encrypted, or kept if there is no key for that.
        boolean challenge =
                old.get().encrypted() != null || parse(account.secret()).clear().isPresent();
        Optional<String> encrypted = challenge ? keyRing.encrypt(given, account.address(), secret) : Optional.empty();
        return (!challenge || encrypted.isPresent()) && secrets.replace(old.get(), secret, encrypted.orElse(null));
    }
}
