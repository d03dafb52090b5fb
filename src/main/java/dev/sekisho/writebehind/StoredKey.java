// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.writebehind;

import com.google.errorprone.annotations.ThreadSafe;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What the tables hold of a key that comes from outside. The lengths are those of the columns; a test compares them
 * with the schema.
 */
@ThreadSafe
public final class StoredKey {
    /** A login or an address: an address has 320 octets at most (RFC 5321 4.5.3.1). */
    public static final int LOGIN_CHARACTERS = 320;

    /** The name of a domain, a mail host or a person. */
    public static final int NAME_CHARACTERS = 255;

    /** A counter's key: a login, or the kind of a scope and its subject. */
    public static final int COUNTER_CHARACTERS = 340;

    /** An entry of the audit trail. */
    public static final int ENTRY_CHARACTERS = 400;

    /** What is left of a login that does not fit, so that people recognise it. */
    private static final int SHOWN_CHARACTERS = 64;

    private static final int HASH_BYTES = 16;

    private StoredKey() {}

    /**
     * Whether a column of {@code most} characters holds {@code key} as it is: no control character, no half of a
     * surrogate pair.
     */
    public static boolean fits(String key, int most) {
        return key.length() <= most && key.chars().noneMatch(Character::isISOControl) && isWhole(key);
    }

    /**
     * Whether {@code text} is text at all: half of a surrogate pair has no UTF-8, so no database stores it as it came.
     */
    public static boolean isWhole(String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair =
                        Character.isHighSurrogate(c) && i + 1 < length && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /**
     * The key of a login that need not be an account's: the login itself where it fits, otherwise
     * {@code ~hash~beginning}. Two logins have two keys, so each limit counts as it should.
     *
     * <p>A login that begins with {@code @} or {@code ~} gets the second form too: the first is how the counter of a
     * domain or a scope begins, and nobody may pass for another's hash.
     */
    public static String login(String login) {
        boolean asItIs = fits(login, LOGIN_CHARACTERS) && !login.startsWith("@") && !login.startsWith("~");
        return asItIs ? login : hashed(login);
    }

    private static String hashed(String login) {
        StringBuilder key = new StringBuilder(SHOWN_CHARACTERS + 2 * HASH_BYTES + 2);
        key.append('~').append(hash(login)).append('~');
        login.chars().limit(SHOWN_CHARACTERS).forEach(c -> {
            // Without @, so that the beginning passes for nobody's domain.
            boolean plain = c > ' ' && c < 0x7f && c != '@';
            key.append(plain ? (char) c : '?');
        });
        return key.toString();
    }

    private static String hash(String text) {
        // By its characters: in UTF-8 all halves of surrogate pairs are the same.
        byte[] bytes = new byte[2 * text.length()];
        for (int i = 0; i < text.length(); i++) {
            bytes[2 * i] = (byte) (text.charAt(i) >> 8);
            bytes[2 * i + 1] = (byte) text.charAt(i);
        }
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each JDK has SHA-256", e);
        }
    }
}
