// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import com.google.errorprone.annotations.ThreadSafe;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.GOST3411_2012_256Digest;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * The memory-hard hashes of crypt(3): {@code $y$} yescrypt, the default for system users since Debian 11 and Fedora 35,
 * {@code $gy$} yescrypt inside GOST's hash, and {@code $7$} scrypt. Source: crypt(5); yescrypt's README.
 *
 * <p>A check holds the memory that its cost requires, at most 256 MiB.
 */
@ThreadSafe
final class MemoryHardCrypt {
    /** The flavors that crypt(3) verifies. It generates only the last one, {@code j}. */
    private static final int CLASSIC = 0;

    private static final int WRITE_ONCE = 1;
    private static final int READ_WRITE = 47;

    /** N times r, in blocks of 128 bytes: 256 MiB. */
    private static final long MAX_BLOCKS = 1L << 21;

    /** N times r times passes over the memory: about 4 s. */
    private static final long MAX_WORK = 1L << 23;

    private static final int HASH_CHARS = 43;
    private static final int HASH_BYTES = 32;
    private static final int MAX_SALT_BYTES = 64;

    private static final Pattern YESCRYPT =
            Pattern.compile("(\\$g?y\\$([./0-9A-Za-z]{3,48})\\$([./0-9A-Za-z]{0,86}))\\$[./0-9A-Za-z]{43}");
    private static final Pattern SCRYPT = Pattern.compile(
            "\\$7\\$([./0-9A-Za-z])([./0-9A-Za-z]{5})([./0-9A-Za-z]{5})([./0-9A-Za-z$]{0,200})\\$[./0-9A-Za-z]{43}");

    private MemoryHardCrypt() {}

    static Verifier parse(String hash) {
        return hash.startsWith("$7$") ? scrypt(hash) : yescrypt(hash);
    }

    private static Verifier scrypt(String hash) {
        Matcher matcher = SCRYPT.matcher(hash);
        if (!matcher.matches()) {
            return Verifier.unusable("malformed scrypt hash");
        }
        int log = CryptBase64.valueOf(matcher.group(1).charAt(0));
        int r = CryptBase64.number(matcher.group(2));
        int p = CryptBase64.number(matcher.group(3));
        if (log < 1 || r < 1 || p < 1) {
            return Verifier.unusable("malformed scrypt hash");
        }
        if (isTooCostly(log, r, p, 1)) {
            return Verifier.unusable("scrypt cost above the bounds");
        }
        byte[] salt = bytes(matcher.group(4));
        Kdf kdf = scrypt(new Yescrypt.Cost(1 << log, r, p, 0));
        return comparing(hash, password -> kdf.derive(password, salt));
    }

    /** Bouncy Castle's scrypt is faster than ours, but rejects r = 1 with N of 65536 or more. */
    private static Kdf scrypt(Yescrypt.Cost cost) {
        return cost.r() == 1 && cost.n() >= 1 << 16
                ? (password, salt) -> Scrypt.classic(password, salt, cost)
                : (password, salt) -> SCrypt.generate(password, salt, cost.n(), cost.r(), cost.p(), HASH_BYTES);
    }

    private static Verifier yescrypt(String hash) {
        Matcher matcher = YESCRYPT.matcher(hash);
        if (!matcher.matches()) {
            return Verifier.unusable("malformed yescrypt hash");
        }
        Optional<Kdf> kdf;
        byte[] salt;
        try {
            kdf = kdf(new Numbers(matcher.group(2)));
            salt = CryptBase64.decode(matcher.group(3));
        } catch (IllegalArgumentException e) {
            return Verifier.unusable("malformed yescrypt hash");
        }
        if (kdf.isEmpty() || salt.length > MAX_SALT_BYTES) {
            return Verifier.unusable("yescrypt flavor that crypt(3) does not verify, or cost above the bounds");
        }
        if (hash.startsWith("$gy$")) {
            byte[] setting = bytes(matcher.group(1));
            return comparing(hash, password -> gost(password, setting, kdf.get().derive(password, salt)));
        }
        return comparing(hash, password -> kdf.get().derive(password, salt));
    }

    /** Empty if flavor or cost is not supported. */
    private static Optional<Kdf> kdf(Numbers numbers) {
        int flavor = numbers.next(0);
        int log = numbers.next(1);
        int r = numbers.next(1);
        int have = numbers.isAtEnd() ? 0 : numbers.next(1);
        int p = (have & 1) == 0 ? 1 : numbers.next(2);
        int t = (have & 2) == 0 ? 0 : numbers.next(1);
        // 4 and 8 stand for hash upgrades and a ROM, which crypt(3) does not use.
        if (have >= 4 || !numbers.isAtEnd()) {
            return Optional.empty();
        }
        return switch (flavor) {
            // The p chunks share memory and work, so p does not multiply the cost.
            case READ_WRITE ->
                isTooCostly(log, r, 1, t + 1L) || (1 << log) / p <= 1
                        ? Optional.empty()
                        : Optional.of((password, salt) ->
                                Yescrypt.hash(password, salt, new Yescrypt.Cost(1 << log, r, p, t)));
            case WRITE_ONCE ->
                isTooCostly(log, r, p, t + 1L)
                        ? Optional.empty()
                        : Optional.of((password, salt) ->
                                Scrypt.writeOnce(password, salt, new Yescrypt.Cost(1 << log, r, p, t)));
            case CLASSIC ->
                t > 0 || isTooCostly(log, r, p, 1)
                        ? Optional.empty()
                        : Optional.of(scrypt(new Yescrypt.Cost(1 << log, r, p, 0)));
            default -> Optional.empty();
        };
    }

    private static boolean isTooCostly(int log, int r, int p, long passes) {
        if (log > 21 || r > MAX_BLOCKS || p > MAX_BLOCKS || passes > MAX_BLOCKS) {
            return true;
        }
        long blocks = (long) r << log;
        return blocks > MAX_BLOCKS
                || (long) r * p > MAX_BLOCKS
                || blocks * p > MAX_WORK
                || blocks * p * passes > MAX_WORK;
    }

    /** HMAC over yescrypt's hash with a key of setting and password: at least as strong as either hash alone. */
    private static byte[] gost(byte[] password, byte[] setting, byte[] hash) {
        Digest digest = new GOST3411_2012_256Digest();
        digest.update(password, 0, password.length);
        byte[] key = new byte[digest.getDigestSize()];
        digest.doFinal(key, 0);
        return hmac(hmac(key, setting), hash);
    }

    private static byte[] hmac(byte[] key, byte[] text) {
        HMac mac = new HMac(new GOST3411_2012_256Digest());
        mac.init(new KeyParameter(key));
        mac.update(text, 0, text.length);
        byte[] result = new byte[mac.getMacSize()];
        mac.doFinal(result, 0);
        return result;
    }

    private static Verifier comparing(String hash, UnaryOperator<byte[]> kdf) {
        String prefix = hash.substring(0, hash.length() - HASH_CHARS);
        return Verifier.comparing(bytes(hash), password -> bytes(prefix + CryptBase64.encode(kdf.apply(password))));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Derives the hash of a password, 32 bytes. */
    @FunctionalInterface
    private interface Kdf {
        byte[] derive(byte[] password, byte[] salt);
    }

    /** Numbers of variable length: the first digit determines how many follow. */
    private static final class Numbers {
        private final String text;
        private int at;

        Numbers(String text) {
            this.text = text;
        }

        boolean isAtEnd() {
            return at == text.length();
        }

        private int digit() {
            int digit = isAtEnd() ? -1 : CryptBase64.valueOf(text.charAt(at++));
            if (digit < 0) {
                throw new IllegalArgumentException("missing digit");
            }
            return digit;
        }

        /** @param min the value that the first encoding stands for */
        int next(int min) {
            int first = digit();
            int start = 0;
            int end = 47;
            int bits = 0;
            long value = min;
            while (first > end) {
                value += (long) (end + 1 - start) << bits;
                start = end + 1;
                end = start + (62 - end) / 2;
                bits += 6;
            }
            value += (long) (first - start) << bits;
            for (int shift = bits - 6; shift >= 0; shift -= 6) {
                value += (long) digit() << shift;
            }
            if (value > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("number above " + Integer.MAX_VALUE);
            }
            return (int) value;
        }
    }
}
