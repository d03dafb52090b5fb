// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.doctor;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits text as Postfix does: lists at blanks and commas, arguments of master.cf at blanks only, neither within braces
 * (mystrtokq, CHARS_COMMA_SP and CHARS_BRACE).
 */
@ThreadSafe
final class Words {
    private Words() {}

    /** The words of a list. */
    static List<String> of(String text) {
        return split(text, true);
    }

    /** The arguments of a line of master.cf, which may contain commas. */
    static List<String> arguments(String text) {
        return split(text, false);
    }

    private static List<String> split(String text, boolean atCommas) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (depth == 0 && (Character.isWhitespace(c) || (atCommas && c == ','))) {
                end(words, word);
                continue;
            }
            if (c == '{') {
                depth++;
            } else if (c == '}' && depth > 0) {
                depth--;
            }
            word.append(c);
        }
        end(words, word);
        return words;
    }

    /** Whether a list has commas between its entries. */
    static boolean hasCommas(String text) {
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ',' && depth == 0) {
                return true;
            }
            depth += c == '{' ? 1 : c == '}' && depth > 0 ? -1 : 0;
        }
        return false;
    }

    /** The content of {@code { … }}, or the text itself. */
    static String unbraced(String word) {
        return word.startsWith("{") && word.endsWith("}")
                ? word.substring(1, word.length() - 1).strip()
                : word;
    }

    private static void end(List<String> words, StringBuilder word) {
        if (!word.isEmpty()) {
            words.add(word.toString());
            word.setLength(0);
        }
    }
}
