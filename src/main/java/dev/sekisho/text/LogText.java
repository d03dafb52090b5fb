// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.text;

import com.google.errorprone.annotations.Immutable;

/** Text from outside, fit for one line of a log, a message or a terminal. Lengths are UTF-16 units of the text. */
@Immutable
public final class LogText {
    /** Longest value in quotes: long enough for each sensible address. */
    public static final int VALUE_CHARACTERS = 200;

    /** Longest cause of a failure: the JPA provider names the database's own error within the first 300. */
    private static final int CAUSE_CHARACTERS = 400;

    private static final char ELLIPSIS = '…';

    private LogText() {}

    /** The text in double quotes, escaped, cut at {@link #VALUE_CHARACTERS}. */
    public static String quoted(String text) {
        return quoted(text, VALUE_CHARACTERS);
    }

    /** The text in double quotes, escaped, cut at {@code most} characters. */
    public static String quoted(String text, int most) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), most) + 8).append('"');
        appendEscaped(line, text, most);
        return line.append('"').toString();
    }

    /** Appends the text as it stands between double quotes, cut at {@code most} characters. */
    public static void appendEscaped(StringBuilder line, String text, int most) {
        int end = end(text, most);
        int i = 0;
        while (i < end) {
            int c = text.codePointAt(i);
            if (c == '"' || c == '\\') {
                line.append('\\').append((char) c);
            } else {
                append(line, c);
            }
            i += Character.charCount(c);
        }
        appendIfCut(line, text, end);
    }

    /** The text without quotes: each run of white space is one blank, cut at {@code most} characters. */
    public static String oneLine(String text, int most) {
        String stripped = text.strip();
        StringBuilder line = new StringBuilder(Math.min(stripped.length(), most) + 8);
        int end = end(stripped, most);
        boolean afterBlank = false;
        int i = 0;
        while (i < end) {
            int c = stripped.codePointAt(i);
            boolean blank = Character.isWhitespace(c) || Character.isSpaceChar(c);
            if (!blank) {
                append(line, c);
            } else if (!afterBlank) {
                line.append(' ');
            }
            afterBlank = blank;
            i += Character.charCount(c);
        }
        appendIfCut(line, stripped, end);
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

    /** Where the text is cut: a surrogate pair stays whole. */
    private static int end(String text, int most) {
        if (text.length() <= most) {
            return text.length();
        }
        return Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    }

    private static void appendIfCut(StringBuilder line, String text, int end) {
        if (end < text.length()) {
            line.append(ELLIPSIS);
        }
    }
}
