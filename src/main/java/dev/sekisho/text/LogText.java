// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.text;

import com.google.errorprone.annotations.Immutable;

/**
 * Text from outside, fit for one line of a log, a message or a terminal.
 *
 * <p>Lengths are in characters of what is written, escapes included; a text that is cut ends with {@code …}, which is
 * not counted.
 */
@Immutable
public final class LogText {
    /** Longest value in quotes: long enough for each sensible address. */
    public static final int VALUE_CHARACTERS = 200;

    /** Longest cause of a failure: the JPA provider names the database's own error within the first 300. */
    public static final int CAUSE_CHARACTERS = 400;

    private static final char ELLIPSIS = '…';

    private LogText() {}

    /** The text in double quotes, escaped, cut at {@link #VALUE_CHARACTERS}. */
    public static String quoted(String text) {
        return quoted(text, VALUE_CHARACTERS);
    }

    /** The text in double quotes, escaped, cut at {@code most} characters. */
    public static String quoted(String text, int most) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), most) + 2).append('"');
        appendEscaped(line, text, most);
        return line.append('"').toString();
    }

    /**
     * Whether a text has at most {@code most} characters and each is visible ASCII without {@code "}, {@code \} and
     * {@code =}: it is written as it is, without quotes.
     */
    public static boolean isPlainAscii(String text, int most) {
        if (text.length() > most) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c > '~' || c == '"' || c == '\\' || c == '=') {
                return false;
            }
        }
        return true;
    }

    /** Appends the text as it stands between double quotes, cut at {@code most} characters. */
    public static void appendEscaped(StringBuilder line, String text, int most) {
        int start = line.length();
        int i = 0;
        while (i < text.length()) {
            int c = text.codePointAt(i);
            int end = line.length();
            if (c == '"' || c == '\\') {
                line.append('\\').append((char) c);
            } else {
                append(line, c);
            }
            if (isCut(line, start, end, most)) {
                return;
            }
            i += Character.charCount(c);
        }
    }

    /** The text without quotes, whole; each run of white space is one blank. */
    public static String oneLine(String text) {
        return oneLine(text, Integer.MAX_VALUE);
    }

    /** The text without quotes, cut at {@code most} characters; each run of white space is one blank. */
    public static String oneLine(String text, int most) {
        String stripped = text.strip();
        StringBuilder line = new StringBuilder(Math.min(stripped.length(), most) + 1);
        boolean afterBlank = false;
        int i = 0;
        while (i < stripped.length()) {
            int c = stripped.codePointAt(i);
            int end = line.length();
            boolean blank = Character.isWhitespace(c) || Character.isSpaceChar(c);
            if (!blank) {
                append(line, c);
            } else if (!afterBlank) {
                line.append(' ');
            }
            if (isCut(line, 0, end, most)) {
                break;
            }
            afterBlank = blank;
            i += Character.charCount(c);
        }
        return line.toString();
    }

    /** The class and the message of a failure in one line. */
    public static String cause(Throwable cause) {
        return oneLine(cause.toString(), CAUSE_CHARACTERS);
    }

    /** The message of a failure in one line; "null" if it has none. */
    public static String message(Throwable cause) {
        return oneLine(String.valueOf(cause.getMessage()), CAUSE_CHARACTERS);
    }

    /**
     * Whether a character may end a line, disappear, or change the direction of a terminal: control and format
     * characters, separators except the blank, and half a surrogate pair.
     */
    public static boolean isUnsafe(int codePoint) {
        if (codePoint < 0x7f) {
            return codePoint < ' ';
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }

    private static void append(StringBuilder line, int codePoint) {
        if (!isUnsafe(codePoint)) {
            line.appendCodePoint(codePoint);
            return;
        }
        for (char c : Character.toChars(codePoint)) {
            line.append("\\u");
            for (int shift = 12; shift >= 0; shift -= 4) {
                line.append(Character.forDigit(c >> shift & 0xf, 16));
            }
        }
    }

    /** Takes back what was written behind {@code end} if it is too much. */
    private static boolean isCut(StringBuilder line, int start, int end, int most) {
        if (line.length() - start <= most) {
            return false;
        }
        line.setLength(end);
        line.append(ELLIPSIS);
        return true;
    }
}
