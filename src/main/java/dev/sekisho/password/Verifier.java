// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A stored password after parsing: what is left to do is to hash and to compare.
 *
 * <p>Passwords come as bytes that {@link StoredPassword} has found to be of permitted size and free of NUL; an
 * implementation must not change them. Nothing here throws for any password or response.
 *
 * <p>Implementations are immutable and thread-safe.
 */
@FunctionalInterface
interface Verifier {
    VerifyResult verify(byte[] password);

    /** Checks a CRAM-MD5 response, the 16 bytes of an HMAC-MD5. */
    default VerifyResult verifyCramMd5(byte[] challenge, byte[] response) {
        return new VerifyResult.Unsuited("CRAM-MD5 needs a password stored as PLAIN or CRAM-MD5");
    }

    /** Checks an APOP response, the 16 bytes of an MD5. */
    default VerifyResult verifyApop(byte[] challenge, byte[] response) {
        return new VerifyResult.Unsuited("APOP needs a password stored as PLAIN");
    }

    /** The same for the account of this name, where the scheme hashes the name too. */
    default Verifier forAccount(String name) {
        return this;
    }

    /** The answer to a password or response of impossible shape, given without hashing. */
    default VerifyResult refuseUnseen() {
        return new VerifyResult.Mismatch();
    }

    /** The clear password, where the scheme keeps it. */
    default Optional<Secret> clear() {
        return Optional.empty();
    }

    /** Whether a check hashes; one that does not has its answer without looking at the password. */
    default boolean hashes() {
        return true;
    }

    /** Compares what the hash makes of the password with what is expected, in constant time. */
    static Verifier comparing(byte[] expected, UnaryOperator<byte[]> hash) {
        return password -> VerifyResult.of(MessageDigest.isEqual(hash.apply(password), expected));
    }

    /** Answers {@link VerifyResult.Unusable} to everything. */
    static Verifier unusable(String reason) {
        return always(new VerifyResult.Unusable(reason));
    }

    /** Answers the same to everything, without hashing. */
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
            public VerifyResult refuseUnseen() {
                return result;
            }

            @Override
            public boolean hashes() {
                return false;
            }
        };
    }

    /** Hashes like the other and turns each match into a mismatch: an unknown user costs what a known one does. */
    static Verifier neverMatching(Verifier other) {
        return new Verifier() {
            @Override
            public VerifyResult verify(byte[] password) {
                return refuse(other.verify(password));
            }

            @Override
            public VerifyResult verifyCramMd5(byte[] challenge, byte[] response) {
                return refuse(other.verifyCramMd5(challenge, response));
            }

            @Override
            public VerifyResult verifyApop(byte[] challenge, byte[] response) {
                return refuse(other.verifyApop(challenge, response));
            }

            private VerifyResult refuse(VerifyResult result) {
                return result.isMatch() ? new VerifyResult.Mismatch() : result;
            }
        };
    }
}
