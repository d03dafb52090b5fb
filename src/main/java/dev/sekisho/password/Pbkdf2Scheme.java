// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import com.google.errorprone.annotations.ThreadSafe;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PBKDF2 with HMAC-SHA-1: {@code $1$salt$iterations$hash}, the salt as text, the hash as 40 hex digits. This form is
 * specific to Dovecot; here {@code $1$} does not mean MD5-CRYPT.
 */
@ThreadSafe
final class Pbkdf2Scheme {
    /** In iterations: 1, because rows may hold any; the default of {@code doveadm pw}; and 0.5 s (OWASP: 1400000). */
    static final PasswordScheme.Cost COST = new PasswordScheme.Cost(1, 5000, 2_000_000);

    private static final String ALGORITHM = "HmacSHA1";
    private static final int SALT_CHARS = 16;

    private static final Pattern HASH = Pattern.compile("\\$1\\$([^$]{0,255})\\$([0-9]{1,9})\\$([0-9A-Fa-f]{40})");

    private Pbkdf2Scheme() {}

    static Verifier parse(byte[] data) {
        Matcher hash = HASH.matcher(new String(data, StandardCharsets.UTF_8));
        if (!hash.matches()) {
            return Verifier.unusable("malformed PBKDF2 hash");
        }
        int iterations = Integer.parseInt(hash.group(2));
        if (!COST.permits(iterations)) {
            return Verifier.unusable("PBKDF2 iterations not between " + COST.min() + " and " + COST.max());
        }
        byte[] salt = hash.group(1).getBytes(StandardCharsets.UTF_8);
        return PasswordEncoding.HEX
                .decode(hash.group(3))
                .map(expected ->
                        Verifier.comparing(expected, password -> Hmac.iterated(ALGORITHM, password, salt, iterations)))
                .orElseGet(() -> Verifier.unusable("malformed PBKDF2 hash"));
    }

    static byte[] generate(byte[] password, int cost) {
        String salt = Salt.text(SALT_CHARS);
        byte[] hash = Hmac.iterated(ALGORITHM, password, salt.getBytes(StandardCharsets.UTF_8), cost);
        return "$1$%s$%d$%s"
                .formatted(salt, cost, PasswordEncoding.HEX.encode(hash))
                .getBytes(StandardCharsets.UTF_8);
    }
}
