// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.decision;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads a line of {@link Logfmt}, even if it is truncated at any place. */
@ThreadSafe
final class LogfmtReader {
    private static final int HEX = 16;
    private static final int HEX_DIGITS = 4;

    private LogfmtReader() {}

    /** The pairs, in order. */
    static Map<String, String> read(String line) {
        Map<String, String> pairs = new LinkedHashMap<>();
        int position = 0;
        while (position < line.length()) {
            int equals = line.indexOf('=', position);
            if (equals < 0) {
                break;
            }
            String key = line.substring(position, equals);
            StringBuilder value = new StringBuilder();
            position = equals + 1 < line.length() && line.charAt(equals + 1) == '"'
                    ? quoted(line, equals + 2, value)
                    : plain(line, equals + 1, value);
            pairs.put(key, value.toString());
        }
        return pairs;
    }

    private static int plain(String line, int from, StringBuilder value) {
        int blank = line.indexOf(' ', from);
        int end = blank < 0 ? line.length() : blank;
        value.append(line, from, end);
        return end + 1;
    }

    private static int quoted(String line, int from, StringBuilder value) {
        int i = from;
        while (i < line.length() && line.charAt(i) != '"') {
            char c = line.charAt(i++);
            if (c != '\\' || i == line.length()) {
                value.append(c);
            } else if (line.charAt(i) == 'u' && i + HEX_DIGITS < line.length()) {
                value.append((char) Integer.parseInt(line.substring(i + 1, i + 1 + HEX_DIGITS), HEX));
                i += 1 + HEX_DIGITS;
            } else {
                value.append(line.charAt(i++));
            }
        }
        return i + 2; // the quote and the blank
    }
}
