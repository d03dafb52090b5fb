// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.cluster;

import com.google.errorprone.annotations.ThreadSafe;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The shared secret of a cluster. Only values derived from it leave this class.
 *
 * <p>The member port sends the cluster's name to any client, which could use it for an offline guessing attack. So the
 * secret first goes through PBKDF2, once a start; the result is the key of an HMAC for each purpose (the one-block
 * expansion of HKDF, RFC 5869 2.3), so that no derived value reveals another. The salt is fixed, because nodes have
 * nothing else in common; it defeats tables computed for other programs.
 */
@ThreadSafe
public final class ClusterSecret {
    /** About 0.2 s of a core; OWASP's "Password Storage Cheat Sheet" recommends 600,000 for passwords. */
    private static final int ITERATIONS = 600_000;

    private static final int KEY_BITS = 256;
    private static final byte[] SALT = "dev.sekisho cluster secret 2".getBytes(StandardCharsets.US_ASCII);
    private static final String HMAC = "HmacSHA256";

    private final String text;
    private byte @Nullable [] stretched;

    ClusterSecret(String text) {
        this.text = text;
    }

    public boolean isEmpty() {
        return text.isEmpty();
    }

    /**
     * Derives a value for {@code purpose}, in hexadecimal digits; identical on all nodes with this secret.
     *
     * @param bytes size of the value, at most 32
     */
    public String derived(String purpose, int bytes) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(stretched(), HMAC));
            mac.update(purpose.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 1);
            return HexFormat.of().formatHex(Arrays.copyOf(mac.doFinal(), bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java lacks " + HMAC, e);
        }
    }

    private synchronized byte[] stretched() throws GeneralSecurityException {
        byte[] made = stretched;
        if (made == null) {
            PBEKeySpec spec = new PBEKeySpec(text.toCharArray(), SALT, ITERATIONS, KEY_BITS);
            made = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
            spec.clearPassword();
            stretched = made;
        }
        return made;
    }

    /** Hides the secret. */
    @Override
    public String toString() {
        return "***";
    }
}
