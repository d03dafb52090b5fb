// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.login;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.password.Secret;
import org.jspecify.annotations.Nullable;

/** Both secrets of an account, from one query; {@code encrypted} is null for none. */
@ThreadSafe
public record AccountSecrets(
        String address, Secret secret, @Nullable Secret encrypted) {
    /** For JPQL, whose constructor expressions cannot be nested. */
    public AccountSecrets(String address, String secret, @Nullable String encrypted) {
        this(address, Secret.of(secret), encrypted == null ? null : Secret.of(encrypted));
    }
}
