// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.decision;

/**
 * Builds one logfmt line of {@code key=value} pairs; quotes, escapes and truncates values.
 *
 * <p>A value with a blank, {@code =}, a quote, a backslash, a control character or a line separator of Unicode is put
 * in double quotes; control characters become {@code \}{@code uXXXX}. A pair with an empty value is omitted.
 *
 * <p>Confined to one thread.
 */
final class Logfmt {
    /** Maximum length of a value in characters; a truncated one ends in an ellipsis. Enough for any usual address. */
    static final int VALUE_CHARACTERS = 200;

    private final StringBuilder line;

    Logfmt(StringBuilder line) {
        this.line = line;
    }

    Logfmt text(String key, String value) {
        if (value.isEmpty()) {
            return this;
        }
        begin(key);
        int end = Math.min(value.length(), VALUE_CHARACTERS);
        if (isPlain(value, end)) {
            line.append(value, 0, end);
            appendIfCut(value);
        } else {
            line.append('"');
            for (int i = 0; i < end; i++) {
                escape(value.charAt(i));
            }
            appendIfCut(value);
            line.append('"');
        }
        return this;
    }

    private void appendIfCut(String value) {
        if (value.length() > VALUE_CHARACTERS) {
            line.append('…');
        }
    }

    Logfmt number(String key, long value) {
        begin(key);
        line.append(value);
        return this;
    }

    private void begin(String key) {
        if (line.length() > 0) {
            line.append(' ');
        }
        line.append(key).append('=');
    }

    private static boolean isPlain(String value, int end) {
        for (int i = 0; i < end; i++) {
            char c = value.charAt(i);
            if (c <= ' ' || c == '=' || c == '"' || c == '\\' || isUnsafe(c)) {
                return false;
            }
        }
        return true;
    }

    /** Whether {@code c} is a control character, or could end a line or change its direction on a terminal. */
    static boolean isUnsafe(char c) {
        return c < ' '
                || (c >= 0x7f && c <= 0x9f)
                || (c >= 0x2000 && c <= 0x200f)
                || (c >= 0x2028 && c <= 0x202e)
                || (c >= 0x2066 && c <= 0x2069);
    }

    private void escape(char c) {
        if (c == '"' || c == '\\') {
            line.append('\\').append(c);
        } else if (isUnsafe(c)) {
            line.append("\\u");
            for (int shift = 12; shift >= 0; shift -= 4) {
                line.append(Character.forDigit(c >> shift & 0xf, 16));
            }
        } else {
            line.append(c);
        }
    }
}
