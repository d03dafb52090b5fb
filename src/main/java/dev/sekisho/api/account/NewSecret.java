// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.account;

import dev.sekisho.api.http.JsonFields;
import dev.sekisho.directory.Account;
import dev.sekisho.password.PasswordScheme;
import dev.sekisho.password.Secret;
import dev.sekisho.password.StoredPassword;
import dev.sekisho.password.VerifyResult;
import java.util.Optional;

/**
 * The password in the body of an account, on its way to being stored: {@code password} in the clear with an optional {@code
 * scheme} to hash it with, or {@code secret}, hashed already.
 *
 * <p>Immutable; the password is hashed when asked for, on the caller's thread, at the scheme's cost.
 */
final class NewSecret {
    private final Optional<String> password;
    private final PasswordScheme scheme;
    private final Optional<String> secret;

    private final boolean challenge;

    private NewSecret(Optional<String> password, PasswordScheme scheme, Optional<String> secret, boolean challenge) {
        this.password = password;
        this.scheme = scheme;
        this.secret = secret;
        this.challenge = challenge;
    }

    /** Reads the three members; what is wrong with them is noted in {@code body}. */
    static NewSecret read(JsonFields body, PasswordScheme configured) {
        Optional<String> password = body.clearText("password");
        Optional<String> secret = body.text("secret");
        Optional<PasswordScheme> scheme = body.parsed("scheme", PasswordScheme::forNew);
        if (password.isPresent() && secret.isPresent()) {
            body.error("secret", "must be absent where there is a password");
        }
        if (scheme.isPresent() && password.isEmpty()) {
            body.error("scheme", "must be absent where there is no password");
        }
        boolean challenge = body.bool("challenge", false);
        if (challenge && password.isEmpty()) {
            body.error("challenge", "must be absent where there is no password");
        }
        secret.filter(NewSecret::isUnusable)
                .ifPresent(
                        text -> body.error("secret", "must be a password with its {SCHEME}, as doveadm pw makes them"));
        return new NewSecret(password, scheme.orElse(configured), secret, challenge);
    }

    /** Parses it, which tells a sound hash from a broken one: the empty password is refused without hashing. */
    private static boolean isUnusable(String secret) {
        StoredPassword stored = StoredPassword.parse(secret, PasswordScheme.PLAIN.wireName());
        return !secret.startsWith("{")
                || stored.scheme().isEmpty()
                || stored.verify(Secret.of("")) instanceof VerifyResult.Unusable;
    }

    /** The clear password, if it is to be encrypted beside its hash. */
    Optional<Secret> toEncrypt() {
        return challenge ? password.map(Secret::of) : Optional.empty();
    }

    /** Whether storing it changes the account: a clear password gets a new salt, so it always does. */
    boolean changes(Account account) {
        return password.isPresent()
                || secret.filter(stored -> !account.hasSecret(stored)).isPresent();
    }

    /** Whether there is nothing to store. */
    boolean isAbsent() {
        return password.isEmpty() && secret.isEmpty();
    }

    /** What to store; a password that cannot be is noted in {@code body}. Empty if there is nothing to store. */
    Optional<String> toStore(JsonFields body) {
        if (password.isEmpty()) {
            return secret;
        }
        try {
            return Optional.of(scheme.generate(Secret.of(password.get())));
        } catch (IllegalArgumentException e) {
            body.error("password", "must have 1 to 1024 bytes, none of them NUL");
            return Optional.empty();
        }
    }
}
