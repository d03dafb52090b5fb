// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.login;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.password.Secret;
import java.time.Instant;
import java.util.Optional;

/**
 * An app password of an account that is not revoked, for a login.
 *
 * <p>{@link #secret} is the stored hash; {@link #networks} is text of a {@link dev.sekisho.net.NetworkList}, which
 * plain SQL may have made invalid.
 */
@ThreadSafe
public record LoginAppPassword(
        String id,
        Secret secret,
        boolean imap,
        boolean pop3,
        boolean smtp,
        String networks,
        Optional<Instant> expiresAt) {
    /** Whether it has not expired. */
    public boolean isUsable(Instant now) {
        return expiresAt.isEmpty() || now.isBefore(expiresAt.get());
    }
}
