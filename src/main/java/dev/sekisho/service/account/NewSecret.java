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
 * The password in the body of an account: {@code password} in clear text with an optional {@code scheme} to hash it, or
 * {@code secret}, a hash.
 *
 * <p>Immutable. {@link #toStore} hashes on the caller's thread, at the scheme's cost.
 */
public final class NewSecret {
    private final Optional<String> password;
    private final PasswordScheme scheme;
    private final Optional<String> secret;

    private final boolean challenge;

    /**
     * A password to store.
     *
     * @param password clear text
     * @param secret a hash
     * @param challenge whether the clear text is also stored encrypted
     */
    public NewSecret(Optional<String> password, PasswordScheme scheme, Optional<String> secret, boolean challenge) {
        this.password = password;
        this.scheme = scheme;
        this.secret = secret;
        this.challenge = challenge;
    }

    /** Whether a hash is malformed: it is parsed by verifying the empty password, which is rejected without hashing. */
    public static boolean isUnusable(String secret) {
        StoredPassword stored = StoredPassword.parse(secret, PasswordScheme.PLAIN.wireName());
        return !secret.startsWith("{")
                || stored.scheme().isEmpty()
                || stored.verify(Secret.of("")) instanceof VerifyResult.Unusable;
    }

    /** The clear-text password, if it is to be stored encrypted too. */
    public Optional<Secret> toEncrypt() {
        return challenge ? password.map(Secret::of) : Optional.empty();
    }

    /** Whether storing it changes the account. A clear-text password always does, by its new salt. */
    boolean changes(Account account) {
        return password.isPresent()
                || secret.filter(stored -> !account.hasSecret(stored)).isPresent();
    }

    /** Whether there is nothing to store. */
    public boolean isAbsent() {
        return password.isEmpty() && secret.isEmpty();
    }

    /** The hash to store; empty if there is none. A password that no scheme accepts is an error. */
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
