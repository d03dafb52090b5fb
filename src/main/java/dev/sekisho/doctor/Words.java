// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.doctor;

import java.util.ArrayList;
import java.util.List;

/**
 * Postfix's way to cut a list: at blanks and commas, but not within braces (mystrtokq, CHARS_COMMA_SP and CHARS_BRACE).
 *
 * <p>Stateless and safe for use by many threads.
 */
final class Words {
    private Words() {}

    static List<String> of(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (depth == 0 && (c == ',' || Character.isWhitespace(c))) {
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

    /** The inside of {@code { … }}, or the text itself. */
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
