// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import com.google.errorprone.annotations.ThreadSafe;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.apache.commons.codec.digest.DigestUtils;

/** MD5-crypt, {@code $1$}, with any salt that crypt(3) accepts. Source: Poul-Henning Kamp's description; crypt(5). */
@ThreadSafe
final class Md5Crypt {
    private static final byte[] MAGIC = "$1$".getBytes(StandardCharsets.US_ASCII);
    private static final int ROUNDS = 1000;
    private static final int SIZE_BYTES = 16;

    private Md5Crypt() {}

    /** The digest in the digits of crypt(3). */
    static String hash(byte[] password, byte[] salt) {
        MessageDigest md5 = DigestUtils.getMd5Digest();
        md5.update(password);
        md5.update(salt);
        byte[] other = md5.digest(password);
        md5.update(password);
        md5.update(MAGIC);
        md5.update(salt);
        for (int left = password.length; left > 0; left -= SIZE_BYTES) {
            md5.update(other, 0, Math.min(left, SIZE_BYTES));
        }
        for (int bits = password.length; bits > 0; bits >>= 1) {
            md5.update((bits & 1) != 0 ? 0 : password[0]);
        }
        byte[] last = md5.digest();
        for (int round = 0; round < ROUNDS; round++) {
            boolean even = round % 2 == 0;
            md5.update(even ? last : password);
            if (round % 3 != 0) {
                md5.update(salt);
            }
            if (round % 7 != 0) {
                md5.update(password);
            }
            md5.update(even ? password : last);
            last = md5.digest();
        }
        return digits(last);
    }

    /** Encodes a digest in the byte order of MD5-crypt and SunMD5. */
    static String digits(byte[] last) {
        StringBuilder text = new StringBuilder(22);
        for (int i = 0; i < 5; i++) {
            CryptBase64.append(text, last[i], last[i + 6], last[i == 4 ? 5 : i + 12]);
        }
        CryptBase64.append(text, last[11] & 0xff, 2);
        return text.toString();
    }
}
