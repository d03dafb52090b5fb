// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import java.security.MessageDigest;
import java.util.Arrays;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * SHA-crypt with any salt that crypt(3) accepts. Commons Codec, like many libraries, truncates a salt at the first
 * character outside its own alphabet, so that {@code ab+cd=ef} from {@code openssl passwd -salt} never verifies.
 *
 * <p>Source: Drepper, "Unix crypt using SHA-256 and SHA-512" (public domain), whose steps are numbered there.
 */
enum ShaCrypt {
    SHA_256("SHA-256", 32),
    SHA_512("SHA-512", 64);

    private final String algorithm;
    private final int sizeBytes;

    ShaCrypt(String algorithm, int sizeBytes) {
        this.algorithm = algorithm;
        this.sizeBytes = sizeBytes;
    }

    /** The digest in the digits of crypt(3). */
    String hash(byte[] password, byte[] salt, int rounds) {
        MessageDigest digest = DigestUtils.getDigest(algorithm);
        byte[] first = firstDigest(digest, password, salt);
        byte[] p = repeated(digest, password, password.length, password.length); // steps 13 to 16
        byte[] s = repeated(digest, salt, 16 + (first[0] & 0xff), salt.length); // steps 17 to 20
        byte[] last = first;
        for (int round = 0; round < rounds; round++) { // step 21
            digest.update(round % 2 == 0 ? last : p);
            if (round % 3 != 0) {
                digest.update(s);
            }
            if (round % 7 != 0) {
                digest.update(p);
            }
            digest.update(round % 2 == 0 ? p : last);
            last = digest.digest();
        }
        return encoded(last);
    }

    /** Steps 1 to 12. */
    private byte[] firstDigest(MessageDigest digest, byte[] password, byte[] salt) {
        digest.update(password);
        digest.update(salt);
        byte[] b = digest.digest(password);
        digest.update(password);
        digest.update(salt);
        for (int left = password.length; left > 0; left -= sizeBytes) {
            digest.update(b, 0, Math.min(left, sizeBytes));
        }
        for (int bits = password.length; bits > 0; bits >>= 1) {
            digest.update((bits & 1) != 0 ? b : password);
        }
        return digest.digest();
    }

    /** The digest of {@code text}, hashed {@code times} times over, repeated to {@code length} bytes. */
    private byte[] repeated(MessageDigest digest, byte[] text, int times, int length) {
        for (int i = 0; i < times; i++) {
            digest.update(text);
        }
        byte[] once = digest.digest();
        byte[] whole = new byte[length];
        for (int i = 0; i < length; i++) {
            whole[i] = once[i % sizeBytes];
        }
        return whole;
    }

    /** Step 22: groups of three bytes whose places rotate, and a remainder. */
    private String encoded(byte[] digest) {
        StringBuilder text = new StringBuilder(86);
        int third = sizeBytes / 3;
        int[] places = {0, third, 2 * third};
        // After each group, SHA-512 starts the next one at the second place, SHA-256 at the third.
        int turn = this == SHA_512 ? 1 : 2;
        for (int group = 0; group < third; group++) {
            CryptBase64.append(text, digest[places[0]], digest[places[1]], digest[places[2]]);
            int[] old = places.clone();
            for (int i = 0; i < 3; i++) {
                places[i] = old[(i + turn) % 3] + 1;
            }
        }
        byte[] rest = Arrays.copyOfRange(digest, 3 * third, sizeBytes);
        if (rest.length == 2) {
            CryptBase64.append(text, (rest[1] & 0xff) << 8 | (rest[0] & 0xff), 3);
        } else {
            CryptBase64.append(text, rest[0] & 0xff, 2);
        }
        return text.toString();
    }
}
