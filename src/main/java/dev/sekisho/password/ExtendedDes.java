// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import com.google.errorprone.annotations.ThreadSafe;

/**
 * BSDi's extended DES, {@code _}, four digits of count and four of salt: traditional DES-crypt for passwords of any
 * length.
 *
 * <p>Follows FIPS 46-3, the source of the tables, and crypt(5). No Java library offers DES with a salt of 24 bits.
 */
@ThreadSafe
final class ExtendedDes {
    private static final int ROUNDS = 16;
    private static final int KEY_BYTES = 8;

    private static final int[] INITIAL = new int[64];
    private static final int[] FINAL = new int[64];

    private static final int[] PC1 = {
        57, 49, 41, 33, 25, 17, 9, 1, 58, 50, 42, 34, 26, 18, 10, 2, 59, 51, 43, 35, 27, 19, 11, 3, 60, 52, 44, 36,
        63, 55, 47, 39, 31, 23, 15, 7, 62, 54, 46, 38, 30, 22, 14, 6, 61, 53, 45, 37, 29, 21, 13, 5, 28, 20, 12, 4
    };
    private static final int[] PC2 = {
        14, 17, 11, 24, 1, 5, 3, 28, 15, 6, 21, 10, 23, 19, 12, 4, 26, 8, 16, 7, 27, 20, 13, 2,
        41, 52, 31, 37, 47, 55, 30, 40, 51, 45, 33, 48, 44, 49, 39, 56, 34, 53, 46, 42, 50, 36, 29, 32
    };
    private static final int[] P = {
        16, 7, 20, 21, 29, 12, 28, 17, 1, 15, 23, 26, 5, 18, 31, 10, 2, 8, 24, 14, 32, 27, 3, 9, 19, 13, 30, 6, 22, 11,
        4, 25
    };

    /** S-boxes 1 to 8, four rows of 16 hex digits each. */
    private static final String[] S = {
        "e4d12fb83a6c5907" + "0f74e2d1a6cb9538" + "41e8d62bfc973a50" + "fc8249175b3ea06d",
        "f18e6b34972dc05a" + "3d47f28ec01a69b5" + "0e7ba4d158c6932f" + "d8a13f42b67c05e9",
        "a09e63f51dc7b428" + "d709346a285ecbf1" + "d6498f30b12c5ae7" + "1ad069874fe3b52c",
        "7de3069a1285bc4f" + "d8b56f03472c1ae9" + "a690cb7df13e5284" + "3f06a1d8945bc72e",
        "2c417ab6853fd0e9" + "eb2c47d150fa3986" + "421bad78f9c5630e" + "b8c71e2d6f09a453",
        "c1af92680d34e75b" + "af427c9561de0b38" + "9ef528c3704a1db6" + "432c95fabe17608d",
        "4b2ef08d3c975a61" + "d0b7491ae35c2f86" + "14bdc37eaf680592" + "6bd814a7950fe23c",
        "d2846fb1a93e50c7" + "1fd8a374c56b0e92" + "7b419ce206adf358" + "21e74a8dfc90356b"
    };

    /** The output of each box for each six bits, already permuted by P. */
    private static final int[][] BOXES = new int[8][64];

    static {
        for (int i = 0; i < 64; i++) {
            int row = i / 8;
            INITIAL[i] = 8 * (8 - i % 8) - (row < 4 ? 6 - 2 * row : 7 - 2 * (row - 4));
            FINAL[INITIAL[i] - 1] = i + 1;
        }
        for (int box = 0; box < 8; box++) {
            for (int six = 0; six < 64; six++) {
                int row = (six >> 4 & 2) | (six & 1);
                int four = Character.digit(S[box].charAt(16 * row + (six >> 1 & 15)), 16);
                BOXES[box][six] = (int) permuted((long) four << (28 - 4 * box), 32, P);
            }
        }
    }

    private ExtendedDes() {}

    /** The hash as eleven digits, most significant first. */
    static String hash(byte[] password, int salt, int count) {
        long key = bits(password, 0);
        for (int at = KEY_BYTES; at < password.length; at += KEY_BYTES) {
            key = encrypted(key, schedule(key), 0, 1) ^ bits(password, at);
        }
        long block = encrypted(0, schedule(key), swapped(salt), count);
        StringBuilder text = new StringBuilder(11);
        for (int shift = 58; shift > -6; shift -= 6) {
            int digit = (int) (shift >= 0 ? block >>> shift : block << -shift) & 0x3f;
            CryptBase64.append(text, digit, 1);
        }
        return text.toString();
    }

    /** Packs up to eight bytes, seven bits of each. */
    private static long bits(byte[] password, int from) {
        long bits = 0;
        for (int i = from; i < from + KEY_BYTES; i++) {
            bits = bits << 8 | (i < password.length ? password[i] << 1 & 0xff : 0);
        }
        return bits;
    }

    /** Reverses the salt, because its lowest bit swaps the first bits of the two halves. */
    private static int swapped(int salt) {
        return Integer.reverse(salt) >>> 8;
    }

    private static long[] schedule(long key) {
        long[] keys = new long[ROUNDS];
        long both = permuted(key, 64, PC1);
        int c = (int) (both >>> 28);
        int d = (int) (both & 0xfffffff);
        for (int round = 0; round < ROUNDS; round++) {
            int shift = round < 2 || round == 8 || round == 15 ? 1 : 2;
            c = (c << shift | c >>> (28 - shift)) & 0xfffffff;
            d = (d << shift | d >>> (28 - shift)) & 0xfffffff;
            keys[round] = permuted((long) c << 28 | d, 56, PC2);
        }
        return keys;
    }

    private static long encrypted(long block, long[] keys, int saltBits, int count) {
        long start = permuted(block, 64, INITIAL);
        int left = (int) (start >>> 32);
        int right = (int) start;
        for (int i = 0; i < count; i++) {
            for (long key : keys) {
                int next = left ^ scrambled(right, key, saltBits);
                left = right;
                right = next;
            }
            int last = right;
            right = left;
            left = last;
        }
        return permuted((long) left << 32 | (right & 0xffffffffL), 64, FINAL);
    }

    private static int scrambled(int half, long key, int saltBits) {
        long wide = 0;
        for (int box = 0; box < 8; box++) {
            wide = wide << 6 | (Integer.rotateLeft(half, 4 * box + 5) & 0x3f);
        }
        long swap = (wide >>> 24 ^ wide) & saltBits;
        wide ^= (swap << 24 | swap) ^ key;
        int result = 0;
        for (int box = 0; box < 8; box++) {
            result |= BOXES[box][(int) (wide >>> (42 - 6 * box)) & 0x3f];
        }
        return result;
    }

    /** Selects the bits listed in {@code table}; 1 is the most significant of {@code width} bits. */
    private static long permuted(long bits, int width, int[] table) {
        long result = 0;
        for (int place : table) {
            result = result << 1 | (bits >>> (width - place) & 1);
        }
        return result;
    }
}
