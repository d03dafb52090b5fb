// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import com.google.errorprone.annotations.ThreadSafe;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A clear password or shared key in memory.
 *
 * <p>Holds the bytes as the client sent them, usually but not necessarily UTF-8. {@link #toString()} is {@code ***}, so
 * that no log line, exception or record can show the secret. {@code equals} and {@code hashCode} are those of
 * {@link Object}: compare with {@link #isSameAs}, whose time does not depend on where two secrets differ. The bytes are
 * not erased after use, because the container holds other copies of the request that cannot be erased.
 */
@ThreadSafe
public final class Secret {
    private final byte[] bytes;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A secret of the UTF-8 bytes of a text. */
    public static Secret of(String text) {
        return new Secret(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A secret of a copy of these bytes. */
    public static Secret ofBytes(byte[] bytes) {
        return new Secret(bytes.clone());
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /**
     * The bytes decoded as UTF-8. Malformed sequences become U+FFFD, so prefer {@link #bytes()} where bytes suffice.
     */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The number of bytes. */
    public int sizeBytes() {
        return bytes.length;
    }

    /** Whether both hold the same bytes. The time of the comparison depends only on the size of this secret. */
    public boolean isSameAs(Secret other) {
        return MessageDigest.isEqual(bytes, other.bytes);
    }

    @Override
    public String toString() {
        return "***";
    }
}
