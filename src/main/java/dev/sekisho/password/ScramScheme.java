// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * SCRAM-SHA-1 and SCRAM-SHA-256: {@code iterations,salt,StoredKey,ServerKey}, all but the first in base64. Verifies
 * clear passwords only, because nginx does not support the SCRAM exchange. Like Dovecot, it does not apply SASLprep.
 * Source: RFC 5802 3, RFC 7677.
 */
enum ScramScheme {
    SHA_1("HmacSHA1", DigestScheme.SHA_1),
    SHA_256("HmacSHA256", DigestScheme.SHA_256);

    /** In iterations: the minimum of RFC 5802 5.1, which is also Dovecot's default, and 0.5 s. */
    static final PasswordScheme.Cost COST = new PasswordScheme.Cost(4096, 4096, 2_000_000);

    private static final byte[] CLIENT_KEY = "Client Key".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SERVER_KEY = "Server Key".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING = {};
    private static final int SALT_BYTES = 16;

    private static final Pattern DATA = Pattern.compile("([0-9]{1,9}),([^,]{1,255}),([^,]{1,64}),([^,]{1,64})");

    private final String hmac;
    private final DigestScheme digest;

    ScramScheme(String hmac, DigestScheme digest) {
        this.hmac = hmac;
        this.digest = digest;
    }

    Verifier parse(byte[] data) {
        Matcher fields = DATA.matcher(new String(data, StandardCharsets.UTF_8));
        if (!fields.matches()) {
            return Verifier.unusable("malformed SCRAM password");
        }
        int iterations = Integer.parseInt(fields.group(1));
        if (!COST.permits(iterations)) {
            return Verifier.unusable("SCRAM iterations not between " + COST.min() + " and " + COST.max());
        }
        Optional<byte[]> salt = PasswordEncoding.BASE64.decode(fields.group(2));
        Optional<byte[]> storedKey = key(fields.group(3));
        if (salt.isEmpty() || storedKey.isEmpty() || key(fields.group(4)).isEmpty()) {
            return Verifier.unusable("malformed SCRAM password");
        }
        return Verifier.comparing(
                storedKey.get(), password -> storedKey(Hmac.iterated(hmac, password, salt.get(), iterations)));
    }

    private Optional<byte[]> key(String base64) {
        return PasswordEncoding.BASE64.decode(base64).filter(key -> key.length == digest.sizeBytes());
    }

    private byte[] storedKey(byte[] saltedPassword) {
        return digest.hash(Hmac.of(hmac, saltedPassword, CLIENT_KEY), NOTHING);
    }

    byte[] generate(byte[] password, int cost) {
        byte[] salt = Salt.bytes(SALT_BYTES);
        byte[] saltedPassword = Hmac.iterated(hmac, password, salt, cost);
        byte[] serverKey = Hmac.of(hmac, saltedPassword, SERVER_KEY);
        return "%d,%s,%s,%s"
                .formatted(
                        cost,
                        PasswordEncoding.BASE64.encode(salt),
                        PasswordEncoding.BASE64.encode(storedKey(saltedPassword)),
                        PasswordEncoding.BASE64.encode(serverKey))
                .getBytes(StandardCharsets.UTF_8);
    }
}
