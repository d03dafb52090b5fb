// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import com.google.errorprone.annotations.ThreadSafe;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.engines.Salsa20Engine;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * Two flavors of yescrypt: classic scrypt, and scrypt with a time parameter, which writes its memory once. Bouncy
 * Castle's scrypt has no time parameter and rejects r = 1 with a large N. Source: RFC 7914; yescrypt's README.
 *
 * <p>A check holds 128 n r bytes.
 */
@ThreadSafe
final class Scrypt {
    /** In words: the block of Salsa20. */
    private static final int BLOCK_WORDS = 16;

    private static final int HASH_BYTES = 32;

    private Scrypt() {}

    /** Classic scrypt, 32 bytes. */
    static byte[] classic(byte[] password, byte[] salt, Yescrypt.Cost cost) {
        byte[] blocks = blocks(password, salt, cost);
        mix(blocks, cost, cost.n());
        return pbkdf2(password, blocks, HASH_BYTES);
    }

    /** yescrypt's flavor "write once, read many", 32 bytes. */
    static byte[] writeOnce(byte[] password, byte[] salt, Yescrypt.Cost cost) {
        int n = cost.n();
        int t = cost.t();
        long loops = t == 0 ? n : t == 1 ? n + (n + 1L) / 2 : (long) n * t;
        byte[] blocks = blocks(hmac("yescrypt".getBytes(StandardCharsets.US_ASCII), password), salt, cost);
        byte[] key = Arrays.copyOf(blocks, HASH_BYTES);
        mix(blocks, cost, loops + 1 & ~1L);
        byte[] derived = pbkdf2(key, blocks, HASH_BYTES);
        return DigestUtils.sha256(hmac(derived, "Client Key".getBytes(StandardCharsets.US_ASCII)));
    }

    private static byte[] blocks(byte[] key, byte[] salt, Yescrypt.Cost cost) {
        return pbkdf2(key, salt, 128 * cost.r() * cost.p());
    }

    /** Mixes all blocks in place. */
    private static void mix(byte[] blocks, Yescrypt.Cost cost, long loops) {
        int size = 128 * cost.r();
        int[] memory = new int[cost.n() * size / Integer.BYTES];
        for (int i = 0; i < cost.p(); i++) {
            ByteBuffer block = ByteBuffer.wrap(blocks, i * size, size).slice().order(ByteOrder.LITTLE_ENDIAN);
            int[] x = new int[size / Integer.BYTES];
            block.asIntBuffer().get(x);
            mix(x, memory, cost.n(), loops);
            block.asIntBuffer().put(x);
        }
    }

    /** RFC 7914 5, scryptROMix. */
    private static void mix(int[] x, int[] memory, int n, long loops) {
        int size = x.length;
        int[] y = new int[size];
        int[] salsa = new int[BLOCK_WORDS];
        for (int i = 0; i < n; i++) {
            System.arraycopy(x, 0, memory, i * size, size);
            mixBlock(x, y, salsa);
        }
        for (long loop = 0; loop < loops; loop++) {
            int at = (x[size - BLOCK_WORDS] & n - 1) * size;
            for (int i = 0; i < size; i++) {
                x[i] ^= memory[at + i];
            }
            mixBlock(x, y, salsa);
        }
    }

    /** RFC 7914 4, scryptBlockMix: the even-numbered blocks move to the front. */
    private static void mixBlock(int[] x, int[] y, int[] salsa) {
        int half = x.length / 2;
        int[] last = Arrays.copyOfRange(x, x.length - BLOCK_WORDS, x.length);
        for (int at = 0; at < x.length; at += BLOCK_WORDS) {
            for (int i = 0; i < BLOCK_WORDS; i++) {
                last[i] ^= x[at + i];
            }
            Salsa20Engine.salsaCore(8, last, salsa);
            System.arraycopy(salsa, 0, last, 0, BLOCK_WORDS);
            int block = at / BLOCK_WORDS;
            System.arraycopy(salsa, 0, y, block / 2 * BLOCK_WORDS + (block & 1) * half, BLOCK_WORDS);
        }
        System.arraycopy(y, 0, x, 0, x.length);
    }

    private static byte[] hmac(byte[] key, byte[] text) {
        return new HmacUtils(HmacAlgorithms.HMAC_SHA_256, key).hmac(text);
    }

    private static byte[] pbkdf2(byte[] password, byte[] salt, int bytes) {
        PKCS5S2ParametersGenerator generator = new PKCS5S2ParametersGenerator(new SHA256Digest());
        generator.init(password, salt, 1);
        return ((KeyParameter) generator.generateDerivedMacParameters(8 * bytes)).getKey();
    }
}
