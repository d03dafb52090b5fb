// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import com.google.errorprone.annotations.ThreadSafe;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * ARGON2I and ARGON2ID: {@code $argon2id$v=19$m=<KiB>,t=<passes>,p=<lanes>$salt$hash}, salt and hash in base64 without
 * padding. Either scheme name takes either kind of hash, as libsodium does for Dovecot.
 *
 * <p>Each check allocates its memory cost, so the caller must bound the number of concurrent checks. Source: RFC 9106.
 */
@ThreadSafe
final class Argon2Scheme {
    /** In passes: the minimum of RFC 9106, the OWASP minimum for 19 MiB (25 ms), and 0.2 s. */
    static final PasswordScheme.Cost ARGON2ID_COST = new PasswordScheme.Cost(1, 2, 10);

    /** In passes: libsodium's minimum for Argon2i, the default of {@code doveadm pw} (60 ms), and 0.2 s. */
    static final PasswordScheme.Cost ARGON2I_COST = new PasswordScheme.Cost(3, 4, 10);

    /**
     * In KiB, the OWASP minimum. {@code doveadm pw} uses 32 or 64 MiB, garbage that a JVM would collect after each
     * login.
     */
    static final int GENERATED_MEMORY_KIB = 19 * 1024;

    /** In KiB: libsodium's "moderate", the largest allocation that a stored hash may cause in one login. */
    private static final int MAX_MEMORY_KIB = 256 * 1024;

    /** In KiB times passes: 4 passes over the maximum memory, about 1 s. */
    private static final long MAX_WORK_KIB = 4L * MAX_MEMORY_KIB;

    /** In lanes; each needs 8 KiB (RFC 9106 3.1). */
    private static final int MAX_LANES = 16;

    private static final int MIN_LANE_KIB = 8;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    // Salts of 8 to 64 bytes, hashes of 16 to 64 bytes.
    private static final Pattern HASH =
            Pattern.compile("\\$argon2(id?)\\$v=19\\$m=([0-9]{1,8}),t=([0-9]{1,8}),p=([0-9]{1,8})"
                    + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

    private Argon2Scheme() {}

    static Verifier parse(byte[] data) {
        Matcher hash = HASH.matcher(new String(data, StandardCharsets.UTF_8));
        if (!hash.matches()) {
            return Verifier.unusable("malformed Argon2 hash");
        }
        int memoryKib = Integer.parseInt(hash.group(2));
        int passes = Integer.parseInt(hash.group(3));
        int lanes = Integer.parseInt(hash.group(4));
        if (passes < 1 || lanes < 1 || lanes > MAX_LANES || memoryKib < MIN_LANE_KIB * lanes) {
            return Verifier.unusable("Argon2 parameters out of range");
        }
        if (memoryKib > MAX_MEMORY_KIB || (long) memoryKib * passes > MAX_WORK_KIB) {
            return Verifier.unusable("Argon2 memory above " + MAX_MEMORY_KIB + " KiB, or too many passes");
        }
        Optional<byte[]> salt = PasswordEncoding.BASE64.decode(hash.group(5));
        Optional<byte[]> expected = PasswordEncoding.BASE64.decode(hash.group(6));
        if (salt.isEmpty() || expected.isEmpty()) {
            return Verifier.unusable("malformed Argon2 hash");
        }
        Argon2Parameters parameters = parameters(type(hash.group(1)), memoryKib, passes, lanes, salt.get());
        int sizeBytes = expected.get().length;
        return Verifier.comparing(expected.get(), password -> hash(parameters, password, sizeBytes));
    }

    static byte[] generateArgon2i(byte[] password, int cost) {
        return generate("i", password, cost);
    }

    static byte[] generateArgon2id(byte[] password, int cost) {
        return generate("id", password, cost);
    }

    private static byte[] generate(String type, byte[] password, int cost) {
        byte[] salt = Salt.bytes(SALT_BYTES);
        byte[] hash = hash(parameters(type(type), GENERATED_MEMORY_KIB, cost, 1, salt), password, HASH_BYTES);
        return "$argon2%s$v=19$m=%d,t=%d,p=1$%s$%s"
                .formatted(type, GENERATED_MEMORY_KIB, cost, unpadded(salt), unpadded(hash))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static int type(String name) {
        return name.equals("i") ? Argon2Parameters.ARGON2_i : Argon2Parameters.ARGON2_id;
    }

    private static Argon2Parameters parameters(int type, int memoryKib, int passes, int lanes, byte[] salt) {
        return new Argon2Parameters.Builder(type)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memoryKib)
                .withIterations(passes)
                .withParallelism(lanes)
                .withSalt(salt)
                .build();
    }

    private static byte[] hash(Argon2Parameters parameters, byte[] password, int sizeBytes) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(parameters);
        byte[] hash = new byte[sizeBytes];
        generator.generateBytes(password, hash);
        return hash;
    }

    private static String unpadded(byte[] data) {
        return Base64.getEncoder().withoutPadding().encodeToString(data);
    }
}
