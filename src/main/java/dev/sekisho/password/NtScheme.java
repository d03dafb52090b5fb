// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import com.google.errorprone.annotations.ThreadSafe;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * NTLM: MD4 of the password in UTF-16, as Windows and Samba store it. Until 2.3.12 Dovecot widened each byte of the
 * password to two bytes without decoding it. The two forms differ outside of ASCII; both are accepted.
 */
@ThreadSafe
final class NtScheme {
    private NtScheme() {}

    /** @param data 16 bytes */
    static Verifier parse(byte[] data) {
        return password -> {
            // Both are always compared, so that timing does not reveal which one matched.
            boolean unicode = MessageDigest.isEqual(generate(password, 0), data);
            boolean widened = MessageDigest.isEqual(OldCrypt.widened(password), data);
            return VerifyResult.of(unicode || widened);
        };
    }

    static byte[] generate(byte[] password, int cost) {
        byte[] unicode = new String(password, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16LE);
        return DigestScheme.MD4.generate(unicode, cost);
    }
}
