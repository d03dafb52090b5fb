// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A parsed stored password, which hashes a given password and compares the result.
 *
 * <p>{@link StoredPassword} has checked that passwords have a permitted size and no NUL. Implementations must not
 * modify them, and never throw for any password or response.
 */
@FunctionalInterface
interface Verifier {
    VerifyResult verify(byte[] password);

    /** Verifies a CRAM-MD5 response, the 16 bytes of an HMAC-MD5. */
    default VerifyResult verifyCramMd5(byte[] challenge, byte[] response) {
        return new VerifyResult.Unsuited("CRAM-MD5 needs a password stored as PLAIN or CRAM-MD5");
    }

    /** Verifies an APOP response, the 16 bytes of an MD5. */
    default VerifyResult verifyApop(byte[] challenge, byte[] response) {
        return new VerifyResult.Unsuited("APOP needs a password stored as PLAIN");
    }

    /** A verifier for the account of this name, if the scheme includes the name in its hash; else this one. */
    default Verifier forAccount(String name) {
        return this;
    }

    /** The result for a password or response of impossible shape, returned without hashing. */
    default VerifyResult rejectUnchecked() {
        return new VerifyResult.Mismatch();
    }

    /** The clear password, if the scheme stores it. */
    default Optional<Secret> clear() {
        return Optional.empty();
    }

    /** Whether a check computes a hash; if not, its result does not depend on the password. */
    default boolean isHashing() {
        return true;
    }

    /** Compares the hash of the password with the expected one, in constant time. */
    static Verifier comparing(byte[] expected, UnaryOperator<byte[]> hash) {
        return password -> VerifyResult.of(MessageDigest.isEqual(hash.apply(password), expected));
    }

    /** Returns {@link VerifyResult.Unusable} for every check. */
    static Verifier unusable(String reason) {
        return always(new VerifyResult.Unusable(reason));
    }

    /** Returns the same result for every check, without hashing. */
    static Verifier always(VerifyResult result) {
        return new Verifier() {
            @Override
            public VerifyResult verify(byte[] password) {
                return result;
            }

            @Override
            public VerifyResult verifyCramMd5(byte[] challenge, byte[] response) {
                return result;
            }

            @Override
            public VerifyResult verifyApop(byte[] challenge, byte[] response) {
                return result;
            }

            @Override
            public VerifyResult rejectUnchecked() {
                return result;
            }

            @Override
            public boolean isHashing() {
                return false;
            }
        };
    }

    /**
     * Hashes like {@code other} and returns each match as a mismatch, so that an unknown user takes as long as a known
     * one.
     */
    static Verifier neverMatching(Verifier other) {
        return new Verifier() {
            @Override
            public VerifyResult verify(byte[] password) {
                return reject(other.verify(password));
            }

            @Override
            public VerifyResult verifyCramMd5(byte[] challenge, byte[] response) {
                return reject(other.verifyCramMd5(challenge, response));
            }

            @Override
            public VerifyResult verifyApop(byte[] challenge, byte[] response) {
                return reject(other.verifyApop(challenge, response));
            }

            private VerifyResult reject(VerifyResult result) {
                return result.isMatch() ? new VerifyResult.Mismatch() : result;
            }
        };
    }
}
