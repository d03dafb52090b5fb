// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.doctor;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Reads {@code doveconf -n}: {@code name = value}, and sections in braces. Stateless and safe for use by many threads.
 */
final class DovecotReader {
    private DovecotReader() {}

    static Block read(Source source) {
        Block root = Block.of(List.of(), source.whole());
        Deque<Block> open = new ArrayDeque<>();
        open.push(root);
        List<String> lines = source.lines();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            int equals = line.indexOf('=');
            if (line.equals("}")) {
                if (open.size() > 1) {
                    open.pop();
                }
            } else if (line.endsWith("{")
                    && (equals < 0 || !line.substring(0, equals).matches("\\S+\\s*"))) {
                String head = line.substring(0, line.length() - 1).strip();
                Block section = Block.of(List.of(head.split("\\s+")), source.line(i + 1));
                open.element().children().add(section);
                open.push(section);
            } else if (equals > 0) {
                String name = line.substring(0, equals).strip();
                String value = line.substring(equals + 1).strip();
                open.element().children().add(Block.of(List.of(name, value), source.line(i + 1)));
            }
        }
        return root;
    }
}
