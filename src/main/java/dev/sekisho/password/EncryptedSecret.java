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
 * A clear secret as the database stores it: encrypted by AES-256-GCM with a key that is kept elsewhere.
 *
 * <p>Shape: {@code {ENCRYPTED}keyid$base64(iv | ciphertext | tag)}, with an initialisation vector of 12 random bytes
 * and a tag of 16 bytes. The owner is authenticated data, so a secret copied to another owner does not decrypt. Source:
 * NIST SP 800-38D.
 */
@ThreadSafe
public final class EncryptedSecret {
    private static final String PREFIX = "{ENCRYPTED}";
    private static final String CIPHER = "AES/GCM/NoPadding";

    /** In bytes: the size that GCM uses without hashing it. */
    private static final int IV_BYTES = 12;

    private static final int TAG_BYTES = 16;

    /** In characters. A password of maximum size takes about 1,450. */
    private static final int MAX_CHARS = 2048;

    private final String keyId;
    private final byte[] box;

    private EncryptedSecret(String keyId, byte[] box) {
        this.keyId = keyId;
        this.box = box;
    }

    /** Encrypts {@code clear} for the database; each call returns a different text. */
    public static String encrypt(Secret clear, EncryptionKey key, String owner) {
        byte[] iv = Salt.bytes(IV_BYTES);
        byte[] ciphertext = crypt(Cipher.ENCRYPT_MODE, key, iv, owner, clear.bytes(), 0)
                .orElseThrow(() -> new IllegalStateException("AES-256-GCM cannot encrypt"));
        byte[] box = Arrays.copyOf(iv, IV_BYTES + ciphertext.length);
        System.arraycopy(ciphertext, 0, box, IV_BYTES, ciphertext.length);
        return PREFIX + key.id() + '$' + Base64.getEncoder().encodeToString(box);
    }

    /** Parses the result of {@link #encrypt}; empty if the text has another shape. */
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

    /** Identifier of the key that decrypts it. */
    public String keyId() {
        return keyId;
    }

    /** Decrypts the secret; empty if the key or the owner differs, or the text was changed. */
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
            // Usually a tag mismatch. The caller logs which secret it was.
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return PREFIX + keyId + "$***";
    }
}
