// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.account;

import dev.sekisho.directory.Account;
import dev.sekisho.password.PasswordScheme;
import dev.sekisho.password.Secret;
import dev.sekisho.password.StoredPassword;
import dev.sekisho.password.VerifyResult;
import dev.sekisho.service.FieldErrors;
import java.util.Optional;

/**
 * The password in the body of an account, on its way to being stored: {@code password} in the clear with an optional
 * {@code scheme} to hash it with, or {@code secret}, hashed already.
 *
 * <p>Immutable; the password is hashed when asked for, on the caller's thread, at the scheme's cost.
 */
public final class NewSecret {
    private final Optional<String> password;
    private final PasswordScheme scheme;
    private final Optional<String> secret;

    private final boolean challenge;

    /**
     * A password that is to be stored.
     *
     * @param password in the clear, to be hashed
     * @param secret hashed already
     * @param challenge whether the clear password is encrypted besides
     */
    public NewSecret(Optional<String> password, PasswordScheme scheme, Optional<String> secret, boolean challenge) {
        this.password = password;
        this.scheme = scheme;
        this.secret = secret;
        this.challenge = challenge;
    }

    /** Parses it, which tells a sound hash from a broken one: the empty password is refused without hashing. */
    public static boolean isUnusable(String secret) {
        StoredPassword stored = StoredPassword.parse(secret, PasswordScheme.PLAIN.wireName());
        return !secret.startsWith("{")
                || stored.scheme().isEmpty()
                || stored.verify(Secret.of("")) instanceof VerifyResult.Unusable;
    }

    /** The clear password, if it is to be encrypted beside its hash. */
    public Optional<Secret> toEncrypt() {
        return challenge ? password.map(Secret::of) : Optional.empty();
    }

    /** Whether storing it changes the account: a clear password gets a new salt, so it always does. */
    boolean changes(Account account) {
        return password.isPresent()
                || secret.filter(stored -> !account.hasSecret(stored)).isPresent();
    }

    /** Whether there is nothing to store. */
    public boolean isAbsent() {
        return password.isEmpty() && secret.isEmpty();
    }

    /** What to store; a password that cannot be is noted in {@code errors}. Empty if there is nothing to store. */
    public Optional<String> toStore(FieldErrors errors) {
        if (password.isEmpty()) {
            return secret;
        }
        try {
            return Optional.of(scheme.generate(Secret.of(password.get())));
        } catch (IllegalArgumentException e) {
            errors.add("password", "must have 1 to 1024 bytes, none of them NUL");
            return Optional.empty();
        }
    }
}
