// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import com.google.errorprone.annotations.ThreadSafe;
import java.security.SecureRandom;

/** Random salts, as bytes or as text in the alphabet of crypt(3). */
@ThreadSafe
final class Salt {
    private static final String CRYPT_ALPHABET = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final SecureRandom RANDOM = new SecureRandom();

    private Salt() {}

    static byte[] bytes(int count) {
        byte[] salt = new byte[count];
        RANDOM.nextBytes(salt);
        return salt;
    }

    static String text(int chars) {
        StringBuilder salt = new StringBuilder(chars);
        for (int i = 0; i < chars; i++) {
            salt.append(CRYPT_ALPHABET.charAt(RANDOM.nextInt(CRYPT_ALPHABET.length())));
        }
        return salt.toString();
    }
}
