// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.Arrays;

/** The base-64 encoding of crypt(3): its own alphabet, least significant six bits first. */
@ThreadSafe
final class CryptBase64 {
    private static final String DIGITS = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private CryptBase64() {}

    /** The value of a digit; -1 for other characters. */
    static int valueOf(char digit) {
        return DIGITS.indexOf(digit);
    }

    /** Appends the lowest {@code digits} times six bits of {@code value}. */
    static void append(StringBuilder text, int value, int digits) {
        int rest = value;
        for (int i = 0; i < digits; i++) {
            text.append(DIGITS.charAt(rest & 0x3f));
            rest >>>= 6;
        }
    }

    /** Appends three bytes as four digits; {@code high} is the most significant byte. */
    static void append(StringBuilder text, byte high, byte middle, byte low) {
        append(text, (high & 0xff) << 16 | (middle & 0xff) << 8 | (low & 0xff), 4);
    }

    /** Encodes bytes in groups of three, the first byte of a group the least significant. */
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
     * @throws IllegalArgumentException if {@link #encode} does not return {@code text} for any bytes
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
                    throw new IllegalArgumentException("character outside the alphabet of crypt(3)");
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

    /** Decodes an unsigned number of up to 30 bits from up to five digits; -1 if a character is not a digit. */
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
