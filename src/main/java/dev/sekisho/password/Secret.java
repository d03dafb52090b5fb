// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import com.google.errorprone.annotations.ThreadSafe;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A clear password or shared key on its way through the program.
 *
 * <p>Holds the bytes as the client sent them, which are UTF-8 by custom and not by rule; {@link #toString()} is
 * {@code ***}, so that no log line, exception or record can show it. {@code equals} and {@code hashCode} are those of
 * {@link Object}: compare with {@link #isSameAs}, whose time does not depend on where two secrets differ. The bytes are
 * not wiped after use: the container holds other copies of the request that nobody can wipe.
 */
@ThreadSafe
public final class Secret {
    private final byte[] bytes;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The secret with the UTF-8 bytes of a text. */
    public static Secret of(String text) {
        return new Secret(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The secret with these bytes, which are copied. */
    public static Secret ofBytes(byte[] bytes) {
        return new Secret(bytes.clone());
    }

    /** The bytes, a copy. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The bytes read as UTF-8; malformed sequences become U+FFFD, so prefer {@link #bytes()} where bytes will do. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The number of bytes. */
    public int sizeBytes() {
        return bytes.length;
    }

    /** Whether both hold the same bytes, compared in a time that depends only on the size of this one. */
    public boolean isSameAs(Secret other) {
        return MessageDigest.isEqual(bytes, other.bytes);
    }

    @Override
    public String toString() {
        return "***";
    }
}
