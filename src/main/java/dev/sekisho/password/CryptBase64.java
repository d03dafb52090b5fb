// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.Arrays;

/** The digits of crypt(3): 64 characters, the lowest six bits first. */
@ThreadSafe
final class CryptBase64 {
    private static final String DIGITS = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private CryptBase64() {}

    /** The value of a digit; -1 if it is none. */
    static int valueOf(char digit) {
        return DIGITS.indexOf(digit);
    }

    /** The lowest {@code digits} times six bits of {@code value}. */
    static void append(StringBuilder text, int value, int digits) {
        int rest = value;
        for (int i = 0; i < digits; i++) {
            text.append(DIGITS.charAt(rest & 0x3f));
            rest >>>= 6;
        }
    }

    /** Three bytes as four digits, the first the most significant. */
    static void append(StringBuilder text, byte high, byte middle, byte low) {
        append(text, (high & 0xff) << 16 | (middle & 0xff) << 8 | (low & 0xff), 4);
    }

    /** Bytes in their order, the first the least significant of its group of three. */
    static String encode(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length * 4 / 3 + 2);
        for (int i = 0; i < bytes.length; i += 3) {
            int value = bytes[i] & 0xff;
            int count = Math.min(3, bytes.length - i);
            for (int j = 1; j < count; j++) {
                value |= (bytes[i + j] & 0xff) << (8 * j);
            }
            append(text, value, count + 1);
        }
        return text.toString();
    }

    /**
     * The reverse of {@link #encode}.
     *
     * @throws IllegalArgumentException if {@code text} is not what it makes of any bytes
     */
    static byte[] decode(String text) {
        byte[] bytes = new byte[text.length() * 6 / 8];
        int count = 0;
        for (int i = 0; i < text.length(); i += 4) {
            int value = 0;
            int digits = Math.min(4, text.length() - i);
            for (int j = 0; j < digits; j++) {
                int digit = valueOf(text.charAt(i + j));
                if (digit < 0) {
                    throw new IllegalArgumentException("not a digit of crypt(3)");
                }
                value |= digit << (6 * j);
            }
            for (int j = 0; j < digits - 1; j++) {
                bytes[count++] = (byte) value;
                value >>>= 8;
            }
            if (digits == 1 || value != 0) {
                throw new IllegalArgumentException("not a whole number of bytes");
            }
        }
        return Arrays.copyOf(bytes, count);
    }

    /** An unsigned number of 30 bits in five digits; -1 if they are none. */
    static int number(String digits) {
        int value = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = valueOf(digits.charAt(i));
            if (digit < 0) {
                return -1;
            }
            value |= digit << (6 * i);
        }
        return value;
    }
}
