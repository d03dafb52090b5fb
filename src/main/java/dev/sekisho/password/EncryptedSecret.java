// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import com.google.errorprone.annotations.ThreadSafe;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * A clear secret as it rests in a database: AES-256-GCM under a key that is not there.
 *
 * <p>Shape: {@code {ENCRYPTED}keyid$base64(iv | ciphertext | tag)}, with an initialisation vector of 12 random bytes
 * and a tag of 16. The owner it was encrypted for is authenticated with it: under another owner it does not open.
 * Source: NIST SP 800-38D.
 */
@ThreadSafe
public final class EncryptedSecret {
    private static final String PREFIX = "{ENCRYPTED}";
    private static final String CIPHER = "AES/GCM/NoPadding";

    /** In bytes: what GCM takes without hashing it first. */
    private static final int IV_BYTES = 12;

    private static final int TAG_BYTES = 16;

    /** In characters: a password of the greatest size takes some 1,450. */
    private static final int MAX_CHARS = 2048;

    private final String keyId;
    private final byte[] box;

    private EncryptedSecret(String keyId, byte[] box) {
        this.keyId = keyId;
        this.box = box;
    }

    /** What to store for {@code clear}; another text each time. */
    public static String encrypt(Secret clear, EncryptionKey key, String owner) {
        byte[] iv = Salt.bytes(IV_BYTES);
        byte[] ciphertext = crypt(Cipher.ENCRYPT_MODE, key, iv, owner, clear.bytes(), 0)
                .orElseThrow(() -> new IllegalStateException("AES-256-GCM cannot encrypt"));
        byte[] box = Arrays.copyOf(iv, IV_BYTES + ciphertext.length);
        System.arraycopy(ciphertext, 0, box, IV_BYTES, ciphertext.length);
        return PREFIX + key.id() + '$' + Base64.getEncoder().encodeToString(box);
    }

    /** Reads what {@link #encrypt} made; empty if it has no such shape. */
    public static Optional<EncryptedSecret> parse(String stored) {
        int end = stored.indexOf('$');
        if (stored.length() > MAX_CHARS || !stored.startsWith(PREFIX) || end < 0) {
            return Optional.empty();
        }
        String keyId = stored.substring(PREFIX.length(), end);
        return PasswordEncoding.BASE64
                .decode(stored.substring(end + 1))
                .filter(bytes -> EncryptionKey.isId(keyId) && bytes.length >= IV_BYTES + TAG_BYTES)
                .map(bytes -> new EncryptedSecret(keyId, bytes));
    }

    /** Identifier of the key that opens it. */
    public String keyId() {
        return keyId;
    }

    /** The clear secret; empty if key or owner is another, or it was changed. */
    public Optional<Secret> open(EncryptionKey key, String owner) {
        return crypt(Cipher.DECRYPT_MODE, key, Arrays.copyOf(box, IV_BYTES), owner, box, IV_BYTES)
                .map(Secret::ofBytes);
    }

    private static Optional<byte[]> crypt(
            int mode, EncryptionKey key, byte[] iv, String owner, byte[] text, int offset) {
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(mode, key.aes(), new GCMParameterSpec(TAG_BYTES * Byte.SIZE, iv));
            cipher.updateAAD(owner.getBytes(StandardCharsets.UTF_8));
            return Optional.of(cipher.doFinal(text, offset, text.length - offset));
        } catch (GeneralSecurityException e) {
            // A tag that does not fit is the expected way of this; the caller says which secret it was.
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return PREFIX + keyId + "$***";
    }
}
