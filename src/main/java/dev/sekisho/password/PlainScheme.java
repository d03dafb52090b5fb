// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import com.google.errorprone.annotations.ThreadSafe;
import java.security.MessageDigest;
import java.util.Optional;

/** PLAIN, CLEAR, CLEARTEXT: the password itself. The only scheme that can verify APOP. */
@ThreadSafe
final class PlainScheme implements Verifier {
    private final byte[] password;

    private PlainScheme(byte[] password) {
        this.password = password;
    }

    static Verifier parse(byte[] data) {
        return new PlainScheme(data);
    }

    static byte[] generate(byte[] password, int cost) {
        return password;
    }

    @Override
    public VerifyResult verify(byte[] candidate) {
        return VerifyResult.of(MessageDigest.isEqual(candidate, password));
    }

    @Override
    public VerifyResult verifyCramMd5(byte[] challenge, byte[] response) {
        return CramMd5Scheme.parse(CramMd5Scheme.context(password)).verifyCramMd5(challenge, response);
    }

    @Override
    public VerifyResult verifyApop(byte[] challenge, byte[] response) {
        return VerifyResult.of(MessageDigest.isEqual(DigestScheme.MD5.hash(challenge, password), response));
    }

    @Override
    public Optional<Secret> clear() {
        return Optional.of(Secret.ofBytes(password));
    }
}
