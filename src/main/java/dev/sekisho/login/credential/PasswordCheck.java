// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login.credential;

import com.github.benmanes.caffeine.cache.Ticker;
import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.database.LimitedReads;
import dev.sekisho.directory.AppPassword;
import dev.sekisho.directory.login.AccountSecrets;
import dev.sekisho.directory.login.LoginAccount;
import dev.sekisho.directory.login.SecretRepository;
import dev.sekisho.login.AuthMethod;
import dev.sekisho.login.AuthRequest;
import dev.sekisho.login.AuthResult;
import dev.sekisho.login.AuthResult.Refusal;
import dev.sekisho.login.AuthResult.Refused;
import dev.sekisho.login.AuthResult.TryLater;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Whether the password of a login is right: the account's own, one of its app passwords, or the encrypted one.
 *
 * <p>Cheap checks are done when the method returns; costly ones run in the {@link VerificationPool}, the same one once
 * however often it is asked for at a time, and are not repeated while they are remembered. Only {@link #read} waits for
 * the database, for challenge methods and for what has the shape of an app password; its trouble is the caller's.
 */
@ThreadSafe
public final class PasswordCheck {
    private static final AuthResult BUSY = new TryLater("too many passwords are being checked");

    /**
     * What came of it: no failure if the password is right, and the clear one where a challenge was answered and it is
     * known.
     */
    public record Checked(Optional<AuthResult> failure, Optional<Secret> clear) {
        static Checked passed(Optional<Secret> clear) {
            return new Checked(Optional.empty(), clear);
        }

        static Checked failed(AuthResult result) {
            return new Checked(Optional.of(result), Optional.empty());
        }
    }

    /** What the database has beside the account's row, as far as the check of one request needs it. */
    public record Stored(Optional<AccountSecrets> secrets, List<AppPassword> appPasswords) {
        private static final Stored NOTHING = new Stored(Optional.empty(), List.of());
    }

    /** A check that others may join: those of known clients not one that waits, or is refused, among strangers. */
    private record UnderWay(VerifiedPasswordCache.Mark mark, boolean known) {}

    /** Work of ours, which gives way to any client's. */
    private static final Place UPGRADE = new Place("upgrade", false);

    private final LoginConfig config;
    private final SecretRepository secrets;
    private final KeyRing keyRing;
    private final CredentialUsage uses;
    private final VerificationPool pool;
    private final LimitedReads reads;
    private final Clock clock;
    private final VerifiedPasswordCache remembered;
    private final StoredPassword nobody;
    private final Secret nobodyStored = Secret.of("");
    private final Map<UnderWay, CompletableFuture<VerifyResult>> underWay = new ConcurrentHashMap<>();
    private final Map<String, Boolean> upgrading = new ConcurrentHashMap<>();

    public PasswordCheck(
            LoginConfig config,
            SecretRepository secrets,
            KeyRing keyRing,
            CredentialUsage uses,
            VerificationPool pool,
            LimitedReads reads,
            Clock clock) {
        this.config = config;
        this.secrets = secrets;
        this.keyRing = keyRing;
        this.uses = uses;
        this.pool = pool;
        this.reads = reads;
        this.clock = clock;
        this.remembered = new VerifiedPasswordCache(
                Duration.ofSeconds(config.rememberSeconds()), config.rememberEntries(), Ticker.systemTicker());
        this.nobody = StoredPassword.dummy(config.defaultScheme());
    }

    /**
     * Asks the database for what the check will need.
     *
     * @param account the login's account; for one that does not exist the login itself, since the time must not tell
     */
    public Stored read(AuthRequest request, String account) {
        if (request.method().isChallenge()) {
            return new Stored(secrets.secrets(account), List.of());
        }
        return AppPasswordText.canonical(request.password()).isPresent()
                ? new Stored(Optional.empty(), secrets.appPasswords(account))
                : Stored.NOTHING;
    }

    /** Takes the time of a real check, and fails: for an account that does not exist. */
    public CompletionStage<Checked> checkNobody(AuthRequest request, Supplier<Place> place) {
        Checked unknown = Checked.failed(new Refused(Refusal.CREDENTIALS, "unknown user"));
        if (request.method().isChallenge()) {
            return CompletableFuture.completedFuture(unknown);
        }
        return asLateAsAHash(request, request.user(), unknown, place);
    }

    private CompletionStage<Checked> asLateAsAHash(
            AuthRequest request, String account, Checked checked, Supplier<Place> place) {
        return verify(account, nobodyStored, () -> nobody.verify(request.password()), request.password(), place)
                .map(result -> result.thenApply(ignored -> checked))
                .orElseGet(() -> CompletableFuture.completedFuture(Checked.failed(BUSY)));
    }

    public CompletionStage<Checked> check(
            AuthRequest request, LoginAccount account, Stored beside, Supplier<Place> place) {
        if (request.method().isChallenge()) {
            return CompletableFuture.completedFuture(checkChallenge(request, account, beside));
        }
        Optional<Checked> app = checkAppPasswords(request, beside);
        if (app.isPresent()) {
            return CompletableFuture.completedFuture(app.get());
        }
        StoredPassword stored = parse(account.secret()).forAccount(account.address());
        if (!stored.scheme().map(PasswordScheme::isCostly).orElse(false)) {
            VerifyResult verified = stored.verify(request.password());
            Checked checked = checked(request, account, stored, verified);
            boolean wrong = verified instanceof VerifyResult.Mismatch;
            // A wrong one costs what an unknown user does, so that the time does not tell that the account exists.
            return wrong
                    ? asLateAsAHash(request, account.address(), checked, place)
                    : CompletableFuture.completedFuture(checked);
        }
        return verify(
                        account.address(),
                        account.secret(),
                        () -> hash(stored, request.password()),
                        request.password(),
                        place)
                .map(result -> result.thenApply(verified -> checked(request, account, stored, verified)))
                .orElseGet(() -> CompletableFuture.completedFuture(Checked.failed(BUSY)));
    }

    /** A wrong password costs at least what an unknown user does, also where it is locked or of a cheaper scheme. */
    private VerifyResult hash(StoredPassword stored, Secret given) {
        VerifyResult result = stored.verify(given);
        boolean same = stored.isHashed() && stored.scheme().equals(nobody.scheme());
        if (!same && result instanceof VerifyResult.Mismatch) {
            VerifyResult unused = nobody.verify(given);
        }
        return result;
    }

    private Checked checked(AuthRequest request, LoginAccount account, StoredPassword stored, VerifyResult verified) {
        if (verified.isMatch()) {
            upgrade(account, stored, request.password());
        }
        return judged(account, verified, Optional.empty());
    }

    private StoredPassword parse(Secret secret) {
        return StoredPassword.parse(secret.text(), config.defaultScheme().wireName());
    }

    /** Empty if there is no place. */
    private Optional<CompletableFuture<VerifyResult>> verify(
            String account, Secret stored, Supplier<VerifyResult> work, Secret given, Supplier<Place> asker) {
        VerifiedPasswordCache.Mark mark = remembered.mark(account, stored, given);
        if (remembered.contains(mark)) {
            return Optional.of(CompletableFuture.completedFuture(new VerifyResult.Match()));
        }
        Place place = asker.get();
        UnderWay key = new UnderWay(mark, place.known());
        CompletableFuture<VerifyResult> shared = new CompletableFuture<>();
        CompletableFuture<VerifyResult> other = underWay.putIfAbsent(key, shared);
        if (other != null) {
            return Optional.of(other);
        }
        Optional<CompletableFuture<VerifyResult>> started = pool.submit(place, work);
        if (started.isEmpty()) {
            underWay.remove(key);
            // Whoever joined meanwhile is told the same.
            shared.completeExceptionally(new VerificationRefusedException());
            return Optional.empty();
        }
        var unused = started.get().whenComplete((result, trouble) -> {
            if (result != null && result.isMatch()) {
                remembered.add(mark);
            }
            underWay.remove(key);
            if (trouble == null) {
                shared.complete(result);
            } else {
                shared.completeExceptionally(trouble);
            }
        });
        return Optional.of(shared);
    }

    private Checked checkChallenge(AuthRequest request, LoginAccount account, Stored beside) {
        Optional<AccountSecrets> both = beside.secrets().filter(found -> found.encrypted() != null);
        StoredPassword stored = parse(account.secret()).forAccount(account.address());
        if (both.isPresent()) {
            KeyRing.Opened opened = keyRing.open(both.get());
            if (opened.clear().isEmpty()) {
                return judged(account, new VerifyResult.Unusable(opened.trouble()), Optional.empty());
            }
            stored = StoredPassword.ofClear(opened.clear().get());
        }
        String response = request.password().text();
        VerifyResult verified = request.method() == AuthMethod.APOP
                ? stored.verifyApop(request.salt(), response)
                : stored.verifyCramMd5(request.salt(), response);
        if (verified.isMatch()) {
            uses.used(account.address(), request.method());
        }
        return judged(account, verified, stored.clear());
    }

    private static Checked judged(LoginAccount account, VerifyResult verified, Optional<Secret> clear) {
        if (verified instanceof VerifyResult.Unusable unusable) {
            LoginMessages.passwordUnusable(account.address(), unusable.reason());
            return Checked.failed(new TryLater(unusable.reason()));
        }
        if (verified instanceof VerifyResult.Unsuited unsuited) {
            return Checked.failed(new Refused(Refusal.CREDENTIALS, unsuited.reason()));
        }
        return verified.isMatch()
                ? Checked.passed(clear)
                : Checked.failed(new Refused(Refusal.CREDENTIALS, "wrong password"));
    }

    /** Empty if it is no app password of the account, so that the account's own password may still be it. */
    private Optional<Checked> checkAppPasswords(AuthRequest request, Stored beside) {
        return AppPasswordText.canonical(request.password())
                .flatMap(given -> beside.appPasswords().stream()
                        .filter(each -> each.isUsable(clock.instant()))
                        .filter(each -> parse(each.secret()).verify(given).isMatch())
                        .findFirst())
                .map(found -> judged(request, found));
    }

    private Checked judged(AuthRequest request, AppPassword found) {
        boolean permitted =
                switch (request.protocol()) {
                    case IMAP -> found.isImapPermitted();
                    case POP3 -> found.isPop3Permitted();
                    case SMTP -> found.isSmtpPermitted();
                };
        if (!permitted) {
            return Checked.failed(new Refused(Refusal.PROTOCOL, "app password not for this protocol"));
        }
        try {
            if (!NetworkList.parse(found.networks()).contains(request.clientIp())) {
                return Checked.failed(new Refused(Refusal.METHOD, "app password not for this network"));
            }
        } catch (IllegalArgumentException e) {
            // Unreadable is never a pass.
            return Checked.failed(new TryLater("networks of an app password: " + e.getMessage()));
        }
        uses.appPasswordUsed(found.id());
        return Checked.passed(Optional.empty());
    }

    /**
     * Stores the password anew in the configured scheme, after the answer. A line that is full, or a database that does
     * not answer, leaves it to a later login: no thread that checks passwords waits for it.
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
                .whenComplete((done, trouble) -> {
                    upgrading.remove(account.address());
                    // It may have had to leave the line; then it never ran.
                    if (trouble != null && !(trouble.getCause() instanceof VerificationRefusedException)) {
                        LoginMessages.upgradeFailed(account.address(), String.valueOf(trouble.getCause()));
                    }
                });
    }

    private static boolean notUpgraded(LoginAccount account, String reason) {
        LoginMessages.upgradeFailed(account.address(), reason);
        return false;
    }

    /** Whether it is of the wanted scheme and cost no less; one that cost more is left as it is. */
    private boolean isGoodEnough(StoredPassword stored, PasswordScheme wanted) {
        return stored.scheme().filter(wanted::equals).isPresent()
                && stored.cost().orElse(Integer.MAX_VALUE) >= config.upgradeCost();
    }

    /** Whether it was stored; not if somebody has changed it meanwhile. */
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
