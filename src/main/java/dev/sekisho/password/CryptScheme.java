// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.Md5Crypt;
import org.apache.commons.codec.digest.Sha2Crypt;
import org.apache.commons.codec.digest.UnixCrypt;

/**
 * The hashes of crypt(3), told apart by their own prefix: {@code $1$} MD5, {@code $5$} SHA-256, {@code $6$} SHA-512,
 * {@code $2a$ $2b$ $2y$} Blowfish (see {@link BlowfishCrypt}), and 13 characters without prefix for traditional DES.
 *
 * <p>Data that starts with {@code !} or {@code *} is a locked password (shadow(5)) and matches nothing. Source:
 * crypt(5).
 *
 * <p>Stateless and thread-safe.
 */
final class CryptScheme {
    /** In rounds: crypt(5)'s least, its default, and 0.3 s, or 3 s for a password of 1 KiB; passlib takes 656000. */
    static final PasswordScheme.Cost SHA_COST = new PasswordScheme.Cost(1000, 5000, 1_000_000);

    /** In characters: the greatest that crypt(5) allows for each. */
    private static final int SHA_SALT_CHARS = 16;

    private static final int MD5_SALT_CHARS = 8;
    private static final int DES_SALT_CHARS = 2;

    // Group 1 is all that crypt(3) takes as "setting"; the rest is the hash.
    private static final Pattern MD5 = Pattern.compile("(\\$1\\$[./0-9A-Za-z]{1,8}\\$)[./0-9A-Za-z]{22}");
    private static final Pattern SHA256 = shaPattern("5", 43);
    private static final Pattern SHA512 = shaPattern("6", 86);
    private static final Pattern DES = Pattern.compile("([./0-9A-Za-z]{2})[./0-9A-Za-z]{11}");

    private CryptScheme() {}

    static Verifier parse(byte[] data) {
        String hash = new String(data, StandardCharsets.UTF_8);
        if (hash.startsWith("!") || hash.startsWith("*")) {
            return Verifier.always(new VerifyResult.Mismatch());
        }
        if (hash.startsWith("$2")) {
            return BlowfishCrypt.parse(hash);
        }
        if (hash.startsWith("$1$")) {
            return parse(MD5.matcher(hash), Md5Crypt::md5Crypt);
        }
        if (hash.startsWith("$5$")) {
            return parseSha(SHA256.matcher(hash), Sha2Crypt::sha256Crypt);
        }
        if (hash.startsWith("$6$")) {
            return parseSha(SHA512.matcher(hash), Sha2Crypt::sha512Crypt);
        }
        return parse(DES.matcher(hash), UnixCrypt::crypt);
    }

    /** Dovecot's MD5: MD5-CRYPT if it looks like one, else PLAIN-MD5. */
    static Verifier parseMd5(byte[] data) {
        String hash = new String(data, StandardCharsets.UTF_8);
        return hash.startsWith("$1$")
                ? parse(withoutTrailer(hash).getBytes(StandardCharsets.UTF_8))
                : PasswordScheme.PLAIN_MD5.parse(hash, Optional.empty());
    }

    /** Whether it is MD5-CRYPT even without a scheme: {@code $1$salt$...}. */
    static boolean looksLikeMd5(String stored) {
        return stored.startsWith("$1$") && stored.indexOf('$', "$1$".length()) >= 0;
    }

    /** Cuts what some systems append to {@code $1$salt$hash} after another {@code $}. */
    static String withoutTrailer(String hash) {
        int beforeHash = hash.indexOf('$', "$1$".length());
        int afterHash = beforeHash < 0 ? -1 : hash.indexOf('$', beforeHash + 1);
        return afterHash < 0 ? hash : hash.substring(0, afterHash);
    }

    private static Pattern shaPattern(String id, int hashChars) {
        return Pattern.compile("(\\$%s\\$(?:rounds=([1-9][0-9]{3,8})\\$)?[./0-9A-Za-z]{1,16}\\$)[./0-9A-Za-z]{%d}"
                .formatted(id, hashChars));
    }

    private static Verifier parseSha(Matcher hash, BiFunction<byte[], String, String> crypt) {
        if (hash.matches() && hash.group(2) != null && !SHA_COST.permits(Integer.parseInt(hash.group(2)))) {
            return Verifier.unusable("SHA-crypt rounds above " + SHA_COST.max());
        }
        return parse(hash, crypt);
    }

    private static Verifier parse(Matcher hash, BiFunction<byte[], String, String> crypt) {
        if (!hash.matches()) {
            return Verifier.unusable("not a hash of crypt(3), or of a kind that is not supported");
        }
        String setting = hash.group(1);
        return Verifier.comparing(
                hash.group().getBytes(StandardCharsets.UTF_8), password -> crypt(password, setting, crypt));
    }

    private static byte[] crypt(byte[] password, String setting, BiFunction<byte[], String, String> crypt) {
        // A copy, since commons-codec wipes what it is given.
        return crypt.apply(password.clone(), setting).getBytes(StandardCharsets.UTF_8);
    }

    static byte[] generateSha256(byte[] password, int cost) {
        return crypt(password, "$5$" + shaSetting(cost), Sha2Crypt::sha256Crypt);
    }

    static byte[] generateSha512(byte[] password, int cost) {
        return crypt(password, "$6$" + shaSetting(cost), Sha2Crypt::sha512Crypt);
    }

    private static String shaSetting(int cost) {
        String rounds = cost == SHA_COST.usual() ? "" : "rounds=" + cost + "$";
        return rounds + Salt.text(SHA_SALT_CHARS) + "$";
    }

    static byte[] generateMd5(byte[] password, int cost) {
        return crypt(password, "$1$" + Salt.text(MD5_SALT_CHARS) + "$", Md5Crypt::md5Crypt);
    }

    static byte[] generateDes(byte[] password, int cost) {
        return crypt(password, Salt.text(DES_SALT_CHARS), UnixCrypt::crypt);
    }
}
