// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key that encrypts secrets, and its identifier: 1 to 32 letters, digits, dots, underscores and hyphens.
 *
 * <p>{@link #toString()} shows the identifier only.
 */
@ThreadSafe
public final class EncryptionKey {
    /** AES-256. */
    private static final int KEY_BYTES = 32;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,32}");

    private final String id;
    private final byte[] bytes;

    private EncryptionKey(String id, byte[] bytes) {
        this.id = id;
        this.bytes = bytes;
    }

    /**
     * Decodes a key.
     *
     * @param base64 of 32 bytes, such as the output of {@code openssl rand -base64 32}
     * @throws IllegalArgumentException with the reason, which does not reveal the key
     */
    public static EncryptionKey of(String id, String base64) {
        if (!isId(id)) {
            throw new IllegalArgumentException("the key identifier must be 1 to 32 of A-Z a-z 0-9 . _ -");
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("key \"" + id + "\" is not base64", e);
        }
        if (bytes.length != KEY_BYTES) {
            throw new IllegalArgumentException("key \"" + id + "\" has " + bytes.length + " bytes, not " + KEY_BYTES);
        }
        return new EncryptionKey(id, bytes);
    }

    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    public String id() {
        return id;
    }

    SecretKey aes() {
        return new SecretKeySpec(bytes, "AES");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EncryptionKey key && id.equals(key.id) && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return id + ":***";
    }
}
