// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import java.security.MessageDigest;
import java.util.Arrays;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Plain digests, {@code digest(password)}, and salted ones, {@code digest(password + salt) + salt} with a salt of any
 * size. A single round is fast to verify and fast to guess; these schemes exist for passwords that other systems
 * stored.
 */
enum DigestScheme {
    MD4("MD4", 16),
    MD5("MD5", 16),
    SHA_1("SHA-1", 20),
    SHA_256("SHA-256", 32),
    SHA_512("SHA-512", 64);

    /** In bytes. Dovecot generates 4 and accepts any number. */
    private static final int SALT_BYTES = 16;

    private static final byte[] NO_SALT = {};

    private final String algorithm;
    private final int sizeBytes;

    DigestScheme(String algorithm, int sizeBytes) {
        this.algorithm = algorithm;
        this.sizeBytes = sizeBytes;
    }

    int sizeBytes() {
        return sizeBytes;
    }

    byte[] hash(byte[] first, byte[] second) {
        MessageDigest digest = this == MD4 ? Md4.digest() : DigestUtils.getDigest(algorithm);
        digest.update(first);
        return digest.digest(second);
    }

    /** @param data {@link #sizeBytes} bytes */
    Verifier parse(byte[] data) {
        return Verifier.comparing(data, password -> hash(password, NO_SALT));
    }

    Verifier parseSalted(byte[] data) {
        if (data.length <= sizeBytes) {
            return Verifier.unusable("salted " + algorithm + " password is too short");
        }
        byte[] salt = Arrays.copyOfRange(data, sizeBytes, data.length);
        return Verifier.comparing(Arrays.copyOf(data, sizeBytes), password -> hash(password, salt));
    }

    byte[] generate(byte[] password, int cost) {
        return hash(password, NO_SALT);
    }

    byte[] generateSalted(byte[] password, int cost) {
        byte[] salt = Salt.bytes(SALT_BYTES);
        byte[] hash = hash(password, salt);
        byte[] data = Arrays.copyOf(hash, hash.length + salt.length);
        System.arraycopy(salt, 0, data, hash.length, salt.length);
        return data;
    }
}
