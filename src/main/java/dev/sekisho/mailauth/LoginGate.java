// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.mailauth;

import dev.sekisho.account.LoginAccount;
import dev.sekisho.account.LoginAccountRepository;
import dev.sekisho.account.MailDomain;
import dev.sekisho.mailauth.AuthResult.Refusal;
import dev.sekisho.mailauth.AuthResult.Refused;
import dev.sekisho.mailauth.AuthResult.TryLater;
import dev.sekisho.password.StoredPassword;
import dev.sekisho.password.VerifyResult;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Decides about a login: the rules of the login door.
 *
 * <p>The order is the security: first the password, then what the account may do, so that nobody without the password
 * learns anything but that it was wrong.
 *
 * <p>Safe for use by many threads. Blocks on the database and on hashing.
 */
public class LoginGate {
    private static final AuthResult UNAVAILABLE = new TryLater("database unavailable");

    private final LoginAccountRepository accounts;
    private final LoginRules rules;
    private final LoginRouter router;
    private final MailAuthConfig config;
    private final StoredPassword nobody;
    private final AtomicBoolean directoryLost = new AtomicBoolean();

    /** Set while one login asks a database that is away; all others are told at once and hold no thread meanwhile. */
    private final AtomicBoolean asking = new AtomicBoolean();

    private volatile boolean open;

    /**
     * @param addresses the literal address for a mail host's address, which may be a name; never blocks
     * @param domains the domains that are ours, from memory
     */
    public LoginGate(
            LoginAccountRepository accounts,
            Function<String, Optional<String>> addresses,
            Function<String, Optional<MailDomain>> domains,
            HostHealth health,
            MailAuthConfig config,
            Clock clock) {
        this.accounts = accounts;
        this.rules = new LoginRules(clock);
        this.router = new LoginRouter(addresses, domains, health, config);
        this.config = config;
        this.nobody = StoredPassword.dummy(config.defaultScheme());
    }

    /** Tells that the database is migrated and may be asked; before, every login is told to try later. */
    public void open() {
        open = true;
    }

    AuthResult decide(AuthRequest request) {
        if (request.method() == AuthMethod.NONE) {
            return router.mx(request);
        }
        if (!open) {
            return new TryLater("the database is not there yet");
        }
        boolean lost = directoryLost.get();
        if (lost && !asking.compareAndSet(false, true)) {
            return UNAVAILABLE;
        }
        Optional<LoginAccount> account;
        try {
            account = accounts.findForLogin(request.user());
        } catch (RuntimeException e) {
            // The one place that decides what database trouble means for a login, in whatever form it comes.
            if (directoryLost.compareAndSet(false, true)) {
                MailAuthMessages.directoryLost(e);
            }
            return UNAVAILABLE;
        } finally {
            if (lost) {
                asking.set(false);
            }
        }
        if (lost && directoryLost.compareAndSet(true, false)) {
            MailAuthMessages.directoryBack();
        }
        return account.map(found -> decide(request, found)).orElseGet(() -> unknown(request));
    }

    private AuthResult unknown(AuthRequest request) {
        verify(request, nobody);
        return new Refused(Refusal.CREDENTIALS, "unknown user");
    }

    private AuthResult decide(AuthRequest request, LoginAccount account) {
        StoredPassword stored = StoredPassword.parse(
                account.secret().text(), config.defaultScheme().wireName());
        VerifyResult verified = verify(request, stored);
        if (verified instanceof VerifyResult.Unusable unusable) {
            MailAuthMessages.passwordUnusable(account.address(), unusable.reason());
            return new TryLater(unusable.reason());
        }
        if (verified instanceof VerifyResult.Unsuited unsuited) {
            return new Refused(Refusal.CREDENTIALS, unsuited.reason());
        }
        if (!verified.isMatch()) {
            return new Refused(Refusal.CREDENTIALS, "wrong password");
        }
        Optional<AuthResult> barred = rules.judge(request, account);
        return barred.orElseGet(() -> router.route(request, account, stored));
    }

    private VerifyResult verify(AuthRequest request, StoredPassword stored) {
        return switch (request.method()) {
            case PLAIN -> stored.verify(request.password());
            case CRAM_MD5 ->
                stored.verifyCramMd5(request.salt(), request.password().text());
            case APOP -> stored.verifyApop(request.salt(), request.password().text());
            case NONE -> throw new IllegalArgumentException("method none has no password");
        };
    }
}
