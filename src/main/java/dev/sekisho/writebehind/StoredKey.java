// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.writebehind;

import com.google.errorprone.annotations.ThreadSafe;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The stored form of keys that come from outside. The maximum lengths are those of the columns; a test compares them
 * with the schema.
 */
@ThreadSafe
public final class StoredKey {
    /** A login or an address, which has at most 320 octets (RFC 5321 4.5.3.1). */
    public static final int LOGIN_CHARACTERS = 320;

    /** The name of a domain, a mail host or a person. */
    public static final int NAME_CHARACTERS = 255;

    /** A counter's key: a login, or the kind of a scope and its subject. */
    public static final int COUNTER_CHARACTERS = 340;

    /** An entry of the audit trail. */
    public static final int ENTRY_CHARACTERS = 400;

    /** Characters of a login that its hashed form keeps, so that an operator recognises it. */
    private static final int SHOWN_CHARACTERS = 64;

    private static final int HASH_BYTES = 16;

    private StoredKey() {}

    /**
     * Whether a column of {@code max} characters can store {@code key} unchanged: without control characters and
     * unpaired surrogates.
     */
    public static boolean fits(String key, int max) {
        return key.length() <= max && !hasControls(key) && isWhole(key);
    }

    private static boolean hasControls(String key) {
        for (int i = 0; i < key.length(); i++) {
            if (Character.isISOControl(key.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /** Whether {@code text} has no unpaired surrogate: one has no UTF-8 form, so no database stores it unchanged. */
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
     * The key of a login, which need not belong to an account: the login itself if it fits, else
     * {@code ~hash~beginning}. Different logins have different keys, so each is counted separately.
     *
     * <p>A login that begins with {@code @} or {@code ~} also gets the hashed form: {@code @} begins the counters of
     * domains and scopes, and {@code ~} would let a login imitate the hashed form of another.
     */
    public static String login(String login) {
        boolean asItIs = fits(login, LOGIN_CHARACTERS) && !login.startsWith("@") && !login.startsWith("~");
        return asItIs ? login : hashed(login);
    }

    private static String hashed(String login) {
        StringBuilder key = new StringBuilder(SHOWN_CHARACTERS + 2 * HASH_BYTES + 2);
        key.append('~').append(hash(login)).append('~');
        login.chars().limit(SHOWN_CHARACTERS).forEach(c -> {
            // Without @, so that the beginning does not look like a domain.
            boolean plain = c > ' ' && c < 0x7f && c != '@';
            key.append(plain ? (char) c : '?');
        });
        return key.toString();
    }

    private static String hash(String text) {
        // By UTF-16 units: an encoder to UTF-8 maps all unpaired surrogates to the same byte.
        byte[] bytes = new byte[2 * text.length()];
        for (int i = 0; i < text.length(); i++) {
            bytes[2 * i] = (byte) (text.charAt(i) >> 8);
            bytes[2 * i + 1] = (byte) text.charAt(i);
        }
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Java lacks SHA-256", e);
        }
    }
}
