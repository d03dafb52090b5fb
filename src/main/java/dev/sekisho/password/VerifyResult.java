// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import com.google.errorprone.annotations.Immutable;

/**
 * The result of verifying a password, or the response to a challenge, against a stored password.
 *
 * <p>Only {@link Match} permits a login. {@link Unusable} reports a defect of the stored entry: Sekisho answers with a
 * temporary failure, because a broken row must not look like a wrong password. A reason is a short phrase for the log
 * and never contains any part of a password or hash.
 */
@Immutable
public sealed interface VerifyResult {

    /** The password is right. */
    record Match() implements VerifyResult {}

    /** The password is wrong, or the entry is locked. */
    record Mismatch() implements VerifyResult {}

    /**
     * The stored password is valid but cannot verify this method, such as CRAM-MD5 against a one-way hash. The client
     * sees the same rejection as for {@link Mismatch}; the log has the reason.
     */
    record Unsuited(String reason) implements VerifyResult {}

    /** The stored password cannot be used: unknown scheme, malformed data, or a cost above the bounds. */
    record Unusable(String reason) implements VerifyResult {}

    /** Whether this is {@link Match}. */
    default boolean isMatch() {
        return this instanceof Match;
    }

    /** {@link Match} or {@link Mismatch}. */
    static VerifyResult of(boolean matches) {
        return matches ? new Match() : new Mismatch();
    }
}
