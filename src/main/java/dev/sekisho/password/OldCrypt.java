// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import com.google.errorprone.annotations.ThreadSafe;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;
import org.apache.commons.codec.digest.UnixCrypt;

/**
 * Rare hashes of crypt(3) that Debian and Fedora still verify: NetBSD's {@code $sha1$}, FreeBSD's NT hash {@code $3$},
 * and bigcrypt, DES on pieces of eight characters. Source: crypt(5).
 */
@ThreadSafe
final class OldCrypt {
    private static final int DES_CHARS = 8;
    private static final int SHA1_BYTES = 20;

    private OldCrypt() {}

    /** PBKDF1 with HMAC-SHA1, in the digits of crypt(3). */
    static String sha1(byte[] password, String salt, int rounds) {
        HmacUtils hmac = new HmacUtils(HmacAlgorithms.HMAC_SHA_1, password);
        byte[] last = hmac.hmac((salt + "$sha1$" + rounds).getBytes(StandardCharsets.ISO_8859_1));
        for (int round = 1; round < rounds; round++) {
            last = hmac.hmac(last);
        }
        StringBuilder text = new StringBuilder(28);
        for (int i = 0; i < SHA1_BYTES; i += 3) {
            // The last group takes the first byte as its third.
            CryptBase64.append(text, last[i], last[i + 1], last[(i + 2) % SHA1_BYTES]);
        }
        return text.toString();
    }

    /** MD4 of the bytes, each widened to two as if it were ISO-8859-1: crypt(3) does not decode the password. */
    static String nt(byte[] password) {
        return Hex.encodeHexString(widened(password));
    }

    static byte[] widened(byte[] password) {
        byte[] wide = new byte[2 * password.length];
        for (int i = 0; i < password.length; i++) {
            wide[2 * i] = password[i];
        }
        return DigestScheme.MD4.generate(wide, 0);
    }

    /** Salts each piece with the first two digits of the previous hash. One piece gives the same hash as DES-CRYPT. */
    static String big(byte[] password, String salt) {
        StringBuilder text = new StringBuilder(salt);
        String next = salt;
        for (int i = 0; i < password.length; i += DES_CHARS) {
            byte[] piece = Arrays.copyOfRange(password, i, Math.min(password.length, i + DES_CHARS));
            String hash = UnixCrypt.crypt(piece, next).substring(2);
            text.append(hash);
            next = hash.substring(0, 2);
        }
        return text.toString();
    }
}
