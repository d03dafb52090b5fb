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
 * What the nodes of a cluster share, and what is derived from it: never more than that leaves this class.
 *
 * <p>The cluster's name is told to whoever connects to the member port, who may then try secrets as fast as his
 * machines can. So the secret first goes through PBKDF2, once a start, and what comes out is the key of an HMAC for
 * each purpose (the expansion of HKDF, RFC 5869 2.3, of one block): no derived value tells another one. The salt is
 * fixed, as nodes have nothing else in common; it keeps tables that were made for other programs from being of use.
 */
@ThreadSafe
public final class ClusterSecret {
    /** Some 0.2 s of a core; OWASP's "Password Storage Cheat Sheet" has 600,000 for passwords that people choose. */
    private static final int ITERATIONS = 600_000;

    private static final int KEY_BITS = 256;
    private static final byte[] SALT = "dev.sekisho cluster secret 2".getBytes(StandardCharsets.US_ASCII);
    private static final String HMAC = "HmacSHA256";

    private final String text;
    private byte @Nullable [] slow;

    ClusterSecret(String text) {
        this.text = text;
    }

    public boolean isEmpty() {
        return text.isEmpty();
    }

    /**
     * What is derived for {@code purpose}, in hexadecimal digits; the same on all nodes with this secret.
     *
     * @param bytes of the value, at most 32
     */
    public String derived(String purpose, int bytes) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(slow(), HMAC));
            mac.update(purpose.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 1);
            return HexFormat.of().formatHex(Arrays.copyOf(mac.doFinal(), bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + HMAC, e);
        }
    }

    private synchronized byte[] slow() throws GeneralSecurityException {
        byte[] made = slow;
        if (made == null) {
            PBEKeySpec spec = new PBEKeySpec(text.toCharArray(), SALT, ITERATIONS, KEY_BITS);
            made = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
            spec.clearPassword();
            slow = made;
        }
        return made;
    }

    /** Shows no secret. */
    @Override
    public String toString() {
        return "***";
    }
}
