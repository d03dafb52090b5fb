// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import com.google.errorprone.annotations.ThreadSafe;
import javax.crypto.Mac;
import org.apache.commons.codec.digest.HmacUtils;

/** PBKDF2 of one block, which is SCRAM's {@code Hi()} (RFC 5802 2.2), on the JDK's HMAC with its CPU intrinsics. */
@ThreadSafe
final class Hmac {
    private static final byte[] FIRST_BLOCK = {0, 0, 0, 1};

    private Hmac() {}

    /**
     * Derives as many bytes as one HMAC has.
     *
     * @param password not empty
     */
    static byte[] iterated(String algorithm, byte[] password, byte[] salt, int iterations) {
        Mac mac = HmacUtils.getInitializedMac(algorithm, password);
        mac.update(salt);
        byte[] block = mac.doFinal(FIRST_BLOCK);
        byte[] result = block.clone();
        for (int i = 1; i < iterations; i++) {
            block = mac.doFinal(block);
            for (int j = 0; j < result.length; j++) {
                result[j] ^= block[j];
            }
        }
        return result;
    }

    static byte[] of(String algorithm, byte[] key, byte[] text) {
        return HmacUtils.getInitializedMac(algorithm, key).doFinal(text);
    }
}
