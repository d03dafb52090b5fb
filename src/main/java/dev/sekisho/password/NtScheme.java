// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import com.google.errorprone.annotations.ThreadSafe;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * NTLM: MD4 of the password in UTF-16, as Windows and Samba store it. Dovecot, until 2.3.12, made two bytes of each
 * byte, whatever it stood for; where the two differ, which is outside of ASCII, either is accepted.
 */
@ThreadSafe
final class NtScheme {
    private NtScheme() {}

    /** Of data whose size is right already. */
    static Verifier parse(byte[] data) {
        return password -> {
            // Both are always compared, so that the time does not tell which of them it was.
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
