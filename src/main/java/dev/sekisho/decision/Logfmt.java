// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.decision;

import dev.sekisho.text.LogText;

/**
 * Builds one logfmt line of {@code key=value} pairs; quotes, escapes and truncates values.
 *
 * <p>A value with a blank, {@code =}, a quote, a backslash, a control character or a line separator of Unicode is put
 * in double quotes; control characters become {@code \}{@code uXXXX}. A pair with an empty value is omitted.
 *
 * <p>Confined to one thread.
 */
final class Logfmt {
    private final StringBuilder line;

    Logfmt(StringBuilder line) {
        this.line = line;
    }

    Logfmt text(String key, String value) {
        if (value.isEmpty()) {
            return this;
        }
        begin(key);
        if (LogText.isPlainAscii(value, LogText.VALUE_CHARACTERS)) {
            line.append(value);
            return this;
        }
        String quote = isPlain(value) ? "" : "\"";
        line.append(quote);
        LogText.appendEscaped(line, value, LogText.VALUE_CHARACTERS);
        line.append(quote);
        return this;
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

    /** Whether what is written of a value needs no quotes. */
    private static boolean isPlain(String value) {
        int end = Math.min(value.length(), LogText.VALUE_CHARACTERS);
        int i = 0;
        while (i < end) {
            int c = value.codePointAt(i);
            if (c == ' ' || c == '=' || c == '"' || c == '\\' || LogText.isUnsafe(c)) {
                return false;
            }
            i += Character.charCount(c);
        }
        return true;
    }
}
