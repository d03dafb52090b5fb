// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import com.google.errorprone.annotations.ThreadSafe;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.BCrypt;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/**
 * BLF-CRYPT: bcrypt, {@code $2y$cost$}, 22 characters of salt and 31 of hash. {@code $2a$} and {@code $2b$} are
 * equivalent. {@code $2x$} marks hashes of implementations that, until 2011, sign-extended bytes above 127; they still
 * verify. Only the first 72 bytes of a password count, as in crypt(3).
 */
@ThreadSafe
final class BlowfishCrypt {
    /**
     * As a binary logarithm: the minimum that bcrypt defines, about 60 ms, and about 4 s, the longest a login may hold
     * a thread.
     */
    static final PasswordScheme.Cost COST = new PasswordScheme.Cost(4, 10, 16);

    private static final Pattern HASH =
            Pattern.compile("\\$2[abxy]\\$([0-9]{2})\\$([./0-9A-Za-z]{22})[./0-9A-Za-z]{31}");

    private static final String DIGITS = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /** In bytes, fixed by bcrypt. */
    private static final int SALT_BYTES = 16;

    private static final int KEY_BYTES = 72;
    private static final int HASH_CHARS = 31;

    private BlowfishCrypt() {}

    static Verifier parse(String hash) {
        Matcher matcher = HASH.matcher(hash);
        if (!matcher.matches()) {
            return Verifier.unusable("malformed bcrypt hash");
        }
        int cost = Integer.parseInt(matcher.group(1));
        if (!COST.permits(cost)) {
            return Verifier.unusable("bcrypt cost not between " + COST.min() + " and " + COST.max());
        }
        if (hash.startsWith("$2x$")) {
            byte[] salt = salt(matcher.group(2));
            String prefix = hash.substring(0, hash.length() - HASH_CHARS);
            return Verifier.comparing(
                    hash.getBytes(StandardCharsets.US_ASCII),
                    password -> (prefix + encoded(raw(signExtended(password), salt, cost)))
                            .getBytes(StandardCharsets.US_ASCII));
        }
        // A copy, because Bouncy Castle erases its argument.
        return password -> VerifyResult.of(OpenBSDBCrypt.checkPassword(hash, password.clone()));
    }

    /** Bouncy Castle deprecates it in favour of {@link OpenBSDBCrypt}, which does not support {@code $2x$}. */
    @SuppressWarnings("deprecation")
    private static byte[] raw(byte[] key, byte[] salt, int cost) {
        return BCrypt.generate(key, salt, cost);
    }

    /**
     * The 18-word key of {@code $2x$}: a byte above 127 is taken as a negative number and sets all higher bits of its
     * word. bcrypt repeats the password and its NUL to fill the key.
     */
    private static byte[] signExtended(byte[] password) {
        byte[] key = new byte[KEY_BYTES];
        for (int word = 0; word < KEY_BYTES; word += 4) {
            int value = 0;
            for (int i = word; i < word + 4; i++) {
                int place = i % (password.length + 1);
                value = value << 8 | (place < password.length ? password[place] : 0);
            }
            for (int i = 0; i < 4; i++) {
                key[word + i] = (byte) (value >> (24 - 8 * i));
            }
        }
        return key;
    }

    /** Decodes six bits a digit, most significant first. */
    private static byte[] salt(String digits) {
        byte[] salt = new byte[SALT_BYTES];
        for (int i = 0; i < SALT_BYTES; i++) {
            int bit = 8 * i;
            int pair = DIGITS.indexOf(digits.charAt(bit / 6)) << 6 | DIGITS.indexOf(digits.charAt(bit / 6 + 1));
            salt[i] = (byte) (pair >> (4 - bit % 6));
        }
        return salt;
    }

    /** Encodes the first 23 of 24 bytes; bcrypt omits the last one. */
    private static String encoded(byte[] hash) {
        StringBuilder text = new StringBuilder(HASH_CHARS);
        for (int i = 0; i < HASH_CHARS; i++) {
            int bit = 6 * i;
            int high = hash[bit / 8] & 0xff;
            int low = bit / 8 + 1 < 23 ? hash[bit / 8 + 1] & 0xff : 0;
            text.append(DIGITS.charAt((high << 8 | low) >> (10 - bit % 8) & 0x3f));
        }
        return text.toString();
    }

    static byte[] generate(byte[] password, int cost) {
        return OpenBSDBCrypt.generate("2y", password.clone(), Salt.bytes(SALT_BYTES), cost)
                .getBytes(StandardCharsets.UTF_8);
    }
}
