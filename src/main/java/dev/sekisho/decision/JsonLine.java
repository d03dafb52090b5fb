// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.decision;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.text.LogText;
import java.util.Set;
import java.util.regex.Pattern;

/** A line of the decision log as a JSON object of the same keys, with {@code type} and {@code time} before them. */
@ThreadSafe
final class JsonLine {
    /** Keys with numeric values. Values of other keys may look like numbers, for example an account name. */
    private static final Set<String> NUMBERS = Set.of("attempt", "cost", "used", "of", "size", "took_us");

    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]{0,18})");

    private JsonLine() {}

    /** Converts {@code line} (a time, a blank, logfmt; no line feed) to an object without a line feed. */
    static String of(String line) {
        int blank = line.indexOf(' ');
        StringBuilder json = new StringBuilder(line.length() * 2).append("{\"type\":\"sekisho_decision\"");
        member(json, "time", line.substring(0, blank));
        LogfmtReader.read(line.substring(blank + 1)).forEach((key, value) -> {
            if (NUMBERS.contains(key) && NUMBER.matcher(value).matches()) {
                json.append(",\"").append(key).append("\":").append(value);
            } else {
                member(json, key, value);
            }
        });
        return json.append('}').toString();
    }

    private static void member(StringBuilder json, String key, String value) {
        json.append(",\"").append(key).append("\":\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (LogText.isUnsafe(c) || Character.isSurrogate(c)) {
                // An unpaired surrogate has no UTF-8 encoding, but is valid as an escape; a pair of escapes is the same
                // character.
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
