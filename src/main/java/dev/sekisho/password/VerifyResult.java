// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import com.google.errorprone.annotations.Immutable;

/**
 * What came of checking a password, or the response to a challenge, against a stored password.
 *
 * <p>Only {@link Match} lets anybody in. {@link Unusable} is no word about the client: Sekisho answers it with a
 * temporary failure, since a broken row must never look like a wrong password. Reasons are one short phrase for the log
 * and never contain any part of a password or hash.
 */
@Immutable
public sealed interface VerifyResult {

    /** The password is right. */
    record Match() implements VerifyResult {}

    /** The password is wrong, or no password at all could be right. */
    record Mismatch() implements VerifyResult {}

    /**
     * The stored password is sound but cannot answer this kind of challenge, as a one-way hash and CRAM-MD5: to the
     * client a refusal like {@link Mismatch}, to the postmaster the reason for it.
     */
    record Unsuited(String reason) implements VerifyResult {}

    /** The stored password cannot be used: unknown scheme, malformed, or dearer than the bounds allow. */
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
