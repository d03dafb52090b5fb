// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * yescrypt in the flavor that Debian and Fedora use for shadow files: read-write, 6 rounds, 4 lanes of 2, 12 KiB of
 * S-boxes, without a ROM.
 *
 * <p>Names follow the paper: Peslyak, "yescrypt - password hashing scalable beyond bcrypt and scrypt". The words of a
 * block are kept in SIMD order, because the S-boxes depend on that order.
 *
 * <p>An instance serves one hash on one thread.
 */
final class Yescrypt {
    private static final int BLOCK_WORDS = 16;
    private static final int LANES = 4;
    private static final int SIMPLE = 2;
    private static final int ROUNDS = 6;

    /** Entries of an S-box, 64 bits each. */
    private static final int BOX_ENTRIES = 256 * SIMPLE;

    /** Selects an entry: bits 4 to 11 are its number, times two. */
    private static final int BOX_MASK = 255 * SIMPLE * 8;

    /** Size of three S-boxes in blocks of 128 bytes. */
    private static final int BOX_BLOCKS = 3 * BOX_ENTRIES * 8 / 128;

    /** From this cost on, the password is first hashed with a 64th of the cost. */
    private static final int PREHASH_N = 0x100;

    private static final int PREHASH_NR = 0x20000;

    /**
     * The cost.
     *
     * @param n blocks of memory, a power of two
     * @param r size of a block in 128 bytes
     * @param p chunks
     * @param t time parameter: more passes over the same memory
     */
    record Cost(int n, int r, int p, int t) {}

    private final int n;
    private final int r;
    private final int p;
    private final int t;

    private Yescrypt(int n, int r, int p, int t) {
        this.n = n;
        this.r = r;
        this.p = p;
        this.t = t;
    }

    /** The hash, 32 bytes. */
    static byte[] hash(byte[] password, byte[] salt, Cost cost) {
        byte[] secret = password;
        int chunk = cost.n / cost.p;
        if (chunk >= PREHASH_N && (long) chunk * cost.r >= PREHASH_NR) {
            secret = new Yescrypt(cost.n >> 6, cost.r, cost.p, 0).derive(secret, salt, "yescrypt-prehash");
        }
        byte[] derived = new Yescrypt(cost.n, cost.r, cost.p, cost.t).derive(secret, salt, "yescrypt");
        // As in SCRAM: the stored value does not suffice to prove knowledge of the password.
        return DigestUtils.sha256(hmac(derived, "Client Key".getBytes(StandardCharsets.US_ASCII)));
    }

    private byte[] derive(byte[] secret, byte[] salt, String purpose) {
        byte[] key = hmac(purpose.getBytes(StandardCharsets.US_ASCII), secret);
        byte[] blocks = pbkdf2(key, salt, 128 * r * p);
        byte[] mixedKey = mix(blocks, Arrays.copyOf(blocks, 32));
        return pbkdf2(mixedKey, blocks, 32);
    }

    /** Mixes the blocks in place and returns the key of the last step. */
    private byte[] mix(byte[] blocks, byte[] key) {
        int size = 32 * r;
        int chunk = n / p;
        int all = even(t == 0 ? (chunk + 2) / 3 : t == 1 ? (2 * chunk + 2) / 3 : chunk * (t - 1), true);
        int loops = t == 0 ? (chunk + 2) / 3 : t == 1 ? (2 * chunk + 2) / 3 : chunk * (t - 1);
        int writing = even(loops / p, true);
        chunk = even(chunk, false);
        int[] memory = new int[n * size];
        Boxes[] boxes = new Boxes[p];
        byte[] next = key;
        for (int i = 0; i < p; i++) {
            boxes[i] = new Boxes(words(blocks, i * size, 32));
            write(boxes[i].seed, blocks, i * size);
            if (i == 0) {
                next = hmac(Arrays.copyOfRange(blocks, 4 * (size - BLOCK_WORDS), 4 * size), key);
            }
            int from = i * chunk;
            int count = i < p - 1 ? chunk : n - from;
            int[] x = words(blocks, i * size, size);
            fill(x, memory, from * size, count, boxes[i]);
            walk(x, memory, from * size, Integer.highestOneBit(count), writing, boxes[i], true);
            write(x, blocks, i * size);
        }
        for (int i = 0; i < p; i++) {
            int[] x = words(blocks, i * size, size);
            walk(x, memory, 0, n, all - writing, boxes[i], false);
            write(x, blocks, i * size);
        }
        return next;
    }

    private static int even(int value, boolean up) {
        return up ? value + 1 & ~1 : value & ~1;
    }

    /** The first loop: stores each block, then mixes it with an earlier one. */
    private static void fill(int[] x, int[] memory, int at, int count, Boxes boxes) {
        int size = x.length;
        for (int i = 0; i < count; i++) {
            System.arraycopy(x, 0, memory, at + i * size, size);
            if (i > 1) {
                int floor = Integer.highestOneBit(i);
                int j = (integerify(x) & (floor - 1)) + (i - floor);
                xor(x, memory, at + j * size);
            }
            boxes.mix(x);
        }
    }

    /** The second loop: mixes with pseudorandom ones of {@code count} blocks, and stores into them if {@code write}. */
    private static void walk(int[] x, int[] memory, int at, int count, int loops, Boxes boxes, boolean write) {
        int size = x.length;
        for (int i = 0; i < loops; i++) {
            int place = at + (integerify(x) & (count - 1)) * size;
            xor(x, memory, place);
            if (write) {
                System.arraycopy(x, 0, memory, place, size);
            }
            boxes.mix(x);
        }
    }

    private static int integerify(int[] x) {
        return x[x.length - BLOCK_WORDS];
    }

    private static void xor(int[] x, int[] other, int at) {
        for (int i = 0; i < x.length; i++) {
            x[i] ^= other[at + i];
        }
    }

    /** Reads words from bytes, in SIMD order. */
    private static int[] words(byte[] bytes, int from, int count) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int[] words = new int[count];
        for (int i = 0; i < count; i++) {
            words[i] = buffer.getInt(4 * (from + (i & ~15) + (i & 15) * 5 % 16));
        }
        return words;
    }

    private static void write(int[] words, byte[] bytes, int from) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < words.length; i++) {
            buffer.putInt(4 * (from + (i & ~15) + (i & 15) * 5 % 16), words[i]);
        }
    }

    private static byte[] hmac(byte[] key, byte[] text) {
        return new HmacUtils(HmacAlgorithms.HMAC_SHA_256, key).hmac(text);
    }

    private static byte[] pbkdf2(byte[] password, byte[] salt, int bytes) {
        PKCS5S2ParametersGenerator generator = new PKCS5S2ParametersGenerator(new SHA256Digest());
        generator.init(password, salt, 1);
        return ((KeyParameter) generator.generateDerivedMacParameters(8 * bytes)).getKey();
    }

    /** The S-boxes of one chunk; each use changes them. */
    private static final class Boxes {
        /** The state of the seed after filling the boxes. */
        private final int[] seed;

        private final int[] scratch = new int[BLOCK_WORDS];
        private final int[] salsa = new int[BLOCK_WORDS];
        private long[] first;
        private long[] second;
        private long[] third;
        private int written;

        /** Fills the boxes by scrypt's first loop over the seed of 128 bytes. */
        Boxes(int[] seed) {
            this.seed = seed;
            long[] entries = new long[3 * BOX_ENTRIES];
            int[] x = seed;
            for (int block = 0; block < BOX_BLOCKS; block++) {
                for (int i = 0; i < 16; i++) {
                    entries[block * 16 + i] = (x[2 * i] & 0xffffffffL) | (long) x[2 * i + 1] << 32;
                }
                salsaMix(x);
            }
            third = Arrays.copyOf(entries, BOX_ENTRIES);
            second = Arrays.copyOfRange(entries, BOX_ENTRIES, 2 * BOX_ENTRIES);
            first = Arrays.copyOfRange(entries, 2 * BOX_ENTRIES, 3 * BOX_ENTRIES);
        }

        /** scrypt's BlockMix for r = 1. */
        private void salsaMix(int[] x) {
            System.arraycopy(x, BLOCK_WORDS, scratch, 0, BLOCK_WORDS);
            for (int block = 0; block < 2; block++) {
                for (int i = 0; i < BLOCK_WORDS; i++) {
                    scratch[i] ^= x[block * BLOCK_WORDS + i];
                }
                salsa(scratch, 0, 8);
                System.arraycopy(scratch, 0, x, block * BLOCK_WORDS, BLOCK_WORDS);
            }
        }

        /** BlockMix with pwxform, followed by Salsa20/2. */
        void mix(int[] x) {
            int[] y = scratch;
            int last = x.length - BLOCK_WORDS;
            System.arraycopy(x, last, y, 0, BLOCK_WORDS);
            for (int at = 0; at <= last; at += BLOCK_WORDS) {
                for (int i = 0; i < BLOCK_WORDS; i++) {
                    y[i] ^= x[at + i];
                }
                transform(y);
                System.arraycopy(y, 0, x, at, BLOCK_WORDS);
            }
            salsa(x, last, 2);
        }

        /** Parallel wide transformation: multiply, add and xor with entries that the value itself selects. */
        private void transform(int[] y) {
            int w = written;
            for (int round = 0; round < ROUNDS; round++) {
                boolean keep = round != 0 && round != ROUNDS - 1;
                for (int lane = 0; lane < LANES; lane++) {
                    int at = lane * 2 * SIMPLE;
                    int one = (y[at] & BOX_MASK) >> 3;
                    int two = (y[at + 1] & BOX_MASK) >> 3;
                    for (int k = 0; k < SIMPLE; k++) {
                        int low = at + 2 * k;
                        long value = (y[low] & 0xffffffffL) * (y[low + 1] & 0xffffffffL);
                        value = value + first[one + k] ^ second[two + k];
                        y[low] = (int) value;
                        y[low + 1] = (int) (value >>> 32);
                        if (keep) {
                            third[w++] = value;
                        }
                    }
                }
            }
            written = w & BOX_ENTRIES - 1;
            long[] turned = third;
            third = second;
            second = first;
            first = turned;
        }

        /** Salsa20 over 16 words. */
        private void salsa(int[] words, int at, int rounds) {
            int[] x = salsa;
            for (int i = 0; i < BLOCK_WORDS; i++) {
                x[i * 5 % 16] = words[at + i];
            }
            for (int round = 0; round < rounds; round += 2) {
                for (int i = 0; i < 4; i++) {
                    // Columns, starting at the diagonal.
                    quarter(x, 5 * i % 16, (5 * i + 4) % 16, (5 * i + 8) % 16, (5 * i + 12) % 16);
                }
                for (int i = 0; i < 4; i++) {
                    int row = 4 * i;
                    quarter(x, row + i, row + (i + 1) % 4, row + (i + 2) % 4, row + (i + 3) % 4);
                }
            }
            for (int i = 0; i < BLOCK_WORDS; i++) {
                words[at + i] += x[i * 5 % 16];
            }
        }

        private static void quarter(int[] x, int a, int b, int c, int d) {
            x[b] ^= Integer.rotateLeft(x[a] + x[d], 7);
            x[c] ^= Integer.rotateLeft(x[b] + x[a], 9);
            x[d] ^= Integer.rotateLeft(x[c] + x[b], 13);
            x[a] ^= Integer.rotateLeft(x[d] + x[c], 18);
        }
    }
}
