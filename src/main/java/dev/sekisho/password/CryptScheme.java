// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import com.google.errorprone.annotations.ThreadSafe;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.UnixCrypt;

/**
 * The hashes of crypt(3), recognised by their prefix: {@code $y$} yescrypt, {@code $gy$} gost-yescrypt, {@code $7$}
 * scrypt (see {@link MemoryHardCrypt}), {@code $2a$ $2b$ $2x$ $2y$} Blowfish (see {@link BlowfishCrypt}), {@code $6$}
 * SHA-512, {@code $5$} SHA-256, {@code $sha1$}, {@code $1$} MD5, {@code $md5} SunMD5, {@code $3$} NT, {@code _}
 * extended DES, and without a prefix 13 characters of traditional DES or 24 and more of bigcrypt.
 *
 * <p>A salt may have any printable character except {@code $ ! * : ; \}, or be empty. Data that starts with {@code !}
 * or {@code *} is a locked password (shadow(5)) and matches nothing. Source: crypt(5) and libxcrypt 4.4, the version in
 * Debian and Fedora.
 */
@ThreadSafe
final class CryptScheme {
    /**
     * In rounds: minimum and default of crypt(5), and 0.3 s (3 s for a password of 1 KiB); passlib's default is 656000.
     */
    static final PasswordScheme.Cost SHA_COST = new PasswordScheme.Cost(1000, 5000, 1_000_000);

    /** In rounds, about 2 s. The default of crypt(3) is 262,144 or slightly less. */
    private static final int MAX_SHA1_ROUNDS = 2_000_000;

    /** In rounds beyond the basic ones, about 4 s. The default of crypt(3) is 32,768 to 98,303. */
    private static final int MAX_SUN_ROUNDS = 1_000_000;

    /** In iterations, about 1 s. The default of crypt(3) is 725. */
    private static final int MAX_EXTENDED_COUNT = 1_000_000;

    /** In characters: the maximum of crypt(5) for SHA, MD5 and DES. */
    private static final int SHA_SALT_CHARS = 16;

    private static final int MD5_SALT_CHARS = 8;
    private static final int DES_SALT_CHARS = 2;

    /** Characters that crypt(3) rejects (libxcrypt, "check_badsalt_chars"). */
    private static final Pattern BAD = Pattern.compile("[^!-~]|[!*:;\\\\]");

    // In crypt(3)'s terms, the part before the last $ is the setting.
    private static final Pattern MD5 = Pattern.compile("\\$1\\$([^$]{0,8})\\$[./0-9A-Za-z]{22}");
    private static final Pattern SHA256 = shaPattern("5", 43);
    private static final Pattern SHA512 = shaPattern("6", 86);
    private static final Pattern SHA1 =
            Pattern.compile("\\$sha1\\$([1-9][0-9]{0,8})\\$([./0-9A-Za-z]{1,64})\\$[./0-9A-Za-z]{28}");
    /** Group 1 is the setting; it includes the $ after the salt if another $ follows. */
    private static final Pattern SUN =
            Pattern.compile("(\\$md5[$,](?:rounds=([1-9][0-9]{0,9})\\$)?[./0-9A-Za-z]{0,128}\\$?)\\$[./0-9A-Za-z]{22}");

    private static final Pattern NT = Pattern.compile("\\$3\\$\\$[0-9a-f]{32}");
    private static final Pattern EXTENDED = Pattern.compile("_([./0-9A-Za-z]{4})([./0-9A-Za-z]{4})[./0-9A-Za-z]{11}");
    private static final Pattern DES = Pattern.compile("([./0-9A-Za-z]{2})[./0-9A-Za-z]{11}");
    private static final Pattern BIG = Pattern.compile("([./0-9A-Za-z]{2})(?:[./0-9A-Za-z]{11}){2,16}");

    private CryptScheme() {}

    static Verifier parse(byte[] data) {
        // One character a byte, so that bytes outside ASCII reach the check of characters.
        String hash = new String(data, StandardCharsets.ISO_8859_1);
        if (hash.startsWith("!") || hash.startsWith("*")) {
            return Verifier.always(new VerifyResult.Mismatch());
        }
        if (BAD.matcher(hash).find()) {
            return malformed();
        }
        if (hash.startsWith("$2")) {
            return BlowfishCrypt.parse(hash);
        }
        if (hash.startsWith("$y$") || hash.startsWith("$gy$") || hash.startsWith("$7$")) {
            return MemoryHardCrypt.parse(hash);
        }
        if (hash.startsWith("$1$")) {
            Matcher md5 = MD5.matcher(hash);
            return md5.matches() ? md5(hash, bytes(md5.group(1))) : malformed();
        }
        if (hash.startsWith("$5$")) {
            return sha(SHA256.matcher(hash), ShaCrypt.SHA_256);
        }
        return hash.startsWith("$6$") ? sha(SHA512.matcher(hash), ShaCrypt.SHA_512) : parseRare(hash);
    }

    private static Verifier sun(Matcher hash) {
        if (!hash.matches()) {
            return malformed();
        }
        long rounds = hash.group(2) == null ? 0 : Long.parseLong(hash.group(2));
        if (rounds > MAX_SUN_ROUNDS) {
            return Verifier.unusable("SunMD5 rounds above " + MAX_SUN_ROUNDS);
        }
        byte[] setting = bytes(hash.group(1));
        return comparing(hash.group(), password -> SunMd5.hash(password, setting, SunMd5.BASIC_ROUNDS + (int) rounds));
    }

    private static Verifier parseRare(String hash) {
        if (hash.startsWith("$md5")) {
            return sun(SUN.matcher(hash));
        }
        Matcher sha1 = SHA1.matcher(hash);
        if (sha1.matches()) {
            int rounds = Integer.parseInt(sha1.group(1));
            String salt = sha1.group(2);
            return rounds > MAX_SHA1_ROUNDS
                    ? Verifier.unusable("SHA1-crypt rounds above " + MAX_SHA1_ROUNDS)
                    : comparing(hash, password -> OldCrypt.sha1(password, salt, rounds));
        }
        if (NT.matcher(hash).matches()) {
            return comparing(hash, OldCrypt::nt);
        }
        Matcher extended = EXTENDED.matcher(hash);
        if (extended.matches()) {
            int count = CryptBase64.number(extended.group(1));
            int salt = CryptBase64.number(extended.group(2));
            return count < 1 || count > MAX_EXTENDED_COUNT
                    ? Verifier.unusable("count of extended DES not between 1 and " + MAX_EXTENDED_COUNT)
                    : comparing(hash, password -> ExtendedDes.hash(password, salt, count));
        }
        Matcher des = DES.matcher(hash);
        if (des.matches()) {
            String salt = des.group(1);
            // A copy, because commons-codec erases its argument.
            return comparing(
                    hash, password -> UnixCrypt.crypt(password.clone(), salt).substring(DES_SALT_CHARS));
        }
        Matcher big = BIG.matcher(hash);
        if (big.matches()) {
            String salt = big.group(1);
            return Verifier.comparing(bytes(hash), password -> bytes(OldCrypt.big(password, salt)));
        }
        return malformed();
    }

    private static Verifier malformed() {
        return Verifier.unusable("malformed or unsupported crypt(3) hash");
    }

    /** Compares the result of {@code end} with the last characters of the hash. */
    private static Verifier comparing(String hash, Function<byte[], String> end) {
        return Verifier.comparing(bytes(hash), password -> {
            String made = end.apply(password);
            return bytes(hash.substring(0, Math.max(0, hash.length() - made.length())) + made);
        });
    }

    private static Verifier md5(String hash, byte[] salt) {
        return comparing(hash, password -> Md5Crypt.hash(password, salt));
    }

    private static Verifier sha(Matcher hash, ShaCrypt crypt) {
        if (!hash.matches()) {
            return malformed();
        }
        int rounds = hash.group(1) == null ? SHA_COST.usual() : Integer.parseInt(hash.group(1));
        if (!SHA_COST.permits(rounds)) {
            return Verifier.unusable("SHA-crypt rounds above " + SHA_COST.max());
        }
        byte[] salt = bytes(hash.group(2));
        return comparing(hash.group(), password -> crypt.hash(password, salt, rounds));
    }

    /** Dovecot's MD5 scheme: MD5-CRYPT if the data starts with {@code $1$}, else PLAIN-MD5. */
    static Verifier parseMd5(byte[] data) {
        String hash = new String(data, StandardCharsets.UTF_8);
        return hash.startsWith("$1$")
                ? parse(withoutTrailer(hash).getBytes(StandardCharsets.UTF_8))
                : PasswordScheme.PLAIN_MD5.parse(hash, Optional.empty());
    }

    /** Whether an entry without a scheme is MD5-CRYPT: {@code $1$salt$...}. */
    static boolean looksLikeMd5(String stored) {
        return stored.startsWith("$1$") && stored.indexOf('$', "$1$".length()) >= 0;
    }

    /** Removes the text that some systems append to {@code $1$salt$hash} after another {@code $}. */
    static String withoutTrailer(String hash) {
        int beforeHash = hash.indexOf('$', "$1$".length());
        int afterHash = beforeHash < 0 ? -1 : hash.indexOf('$', beforeHash + 1);
        return afterHash < 0 ? hash : hash.substring(0, afterHash);
    }

    private static Pattern shaPattern(String id, int hashChars) {
        return Pattern.compile("\\$%s\\$(?:rounds=([1-9][0-9]{3,8})\\$)?((?!rounds=)[^$]{0,16})\\$[./0-9A-Za-z]{%d}"
                .formatted(id, hashChars));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] generateSha256(byte[] password, int cost) {
        return generateSha("$5$", password, cost, ShaCrypt.SHA_256);
    }

    static byte[] generateSha512(byte[] password, int cost) {
        return generateSha("$6$", password, cost, ShaCrypt.SHA_512);
    }

    private static byte[] generateSha(String prefix, byte[] password, int cost, ShaCrypt crypt) {
        String rounds = cost == SHA_COST.usual() ? "" : "rounds=" + cost + "$";
        String salt = Salt.text(SHA_SALT_CHARS);
        return bytes(prefix + rounds + salt + "$" + crypt.hash(password, bytes(salt), cost));
    }

    static byte[] generateMd5(byte[] password, int cost) {
        String salt = Salt.text(MD5_SALT_CHARS);
        return bytes("$1$" + salt + "$" + Md5Crypt.hash(password, bytes(salt)));
    }

    static byte[] generateDes(byte[] password, int cost) {
        return bytes(UnixCrypt.crypt(password.clone(), Salt.text(DES_SALT_CHARS)));
    }
}
