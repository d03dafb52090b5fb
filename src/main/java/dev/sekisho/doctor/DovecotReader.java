// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.doctor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads {@code doveconf -n}, or files: {@code name = value}, sections in braces, {@code !include}. Sections with equal
 * names are merged.
 *
 * <p>Source: Dovecot's "Configuration file syntax", 2.3 and 2.4.
 */
final class DovecotReader {
    private static final int DEPTH = 10;

    private final Deque<Block> open = new ArrayDeque<>();
    private final Set<String> including = new HashSet<>();
    private final List<Place> unread = new ArrayList<>();

    private DovecotReader() {}

    /** The configuration, and the places of includes that could not be read. */
    record Reading(Block root, List<Place> unread) {}

    static Block read(Source source) {
        return reading(source).root();
    }

    static Reading reading(Source source) {
        DovecotReader reader = new DovecotReader();
        Block root = Block.of(List.of(), source.whole());
        reader.open.push(root);
        reader.including.add(source.name());
        reader.file(source, 0);
        return new Reading(root, List.copyOf(reader.unread));
    }

    private void file(Source source, int depth) {
        List<String> lines = source.lines();
        StringBuilder continued = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            String line = uncommented(lines.get(i)).strip();
            if (line.endsWith("\\")) {
                continued.append(line, 0, line.length() - 1).append(' ');
                continue;
            }
            line = continued.append(line).toString().strip();
            continued.setLength(0);
            if (line.startsWith("!include")) {
                include(source, line, source.line(i + 1), depth);
            } else if (!line.isEmpty()) {
                line(line, source.line(i + 1));
            }
        }
    }

    private void include(Source source, String line, Place place, int depth) {
        String[] parts = line.split("\\s+", 2);
        Optional<List<Source>> files =
                depth >= DEPTH || parts.length < 2 ? Optional.empty() : source.included(unquoted(parts[1]));
        boolean mayBeAbsent = parts[0].equals("!include_try") || !Source.namesOne(parts[parts.length - 1]);
        if (files.isEmpty() || (files.get().isEmpty() && !mayBeAbsent)) {
            unread.add(place);
        }
        for (Source each : files.orElse(List.of())) {
            // Dovecot rejects a file that includes itself.
            if (including.add(each.name())) {
                file(each, depth + 1);
                including.remove(each.name());
            } else {
                unread.add(place);
            }
        }
    }

    private void line(String line, Place place) {
        int equals = line.indexOf('=');
        int brace = line.indexOf('{');
        if (line.equals("}")) {
            if (open.size() > 1) {
                open.pop();
            }
        } else if (brace >= 0 && (equals < 0 || brace < equals)) {
            section(line.substring(0, brace).strip(), place);
            String inside = line.substring(brace + 1).strip();
            if (inside.endsWith("}")) {
                String only = inside.substring(0, inside.length() - 1).strip();
                if (!only.isEmpty()) {
                    line(only, place);
                }
                line("}", place);
            } else if (!inside.isEmpty()) {
                line(inside, place);
            }
        } else if (equals > 0) {
            String name = line.substring(0, equals).strip();
            String value = unquoted(line.substring(equals + 1).strip());
            open.element().children().add(Block.of(List.of(name, value), place));
        }
    }

    private void section(String head, Place place) {
        String[] parts = head.split("\\s+", 2);
        List<String> words = parts.length < 2 ? List.of(head) : List.of(parts[0], unquoted(parts[1]));
        Block section = open.element().children().stream()
                .filter(each -> each.isSection() && each.words().equals(words))
                .findFirst()
                .orElseGet(() -> {
                    Block made = Block.section(words, place);
                    open.element().children().add(made);
                    return made;
                });
        open.push(section);
    }

    /** The line without its comment: {@code #} at the start or after a blank, not in quotes. */
    private static String uncommented(String line) {
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote != 0) {
                if (c == '\\') {
                    i++;
                } else if (c == quote) {
                    quote = 0;
                }
            } else if (c == '"' || c == '\'') {
                boolean begins = line.substring(0, i).stripTrailing().endsWith("=");
                quote = begins ? c : 0;
            } else if (c == '#' && (i == 0 || Character.isWhitespace(line.charAt(i - 1)))) {
                return line.substring(0, i);
            }
        }
        return line;
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2
                && (value.startsWith("\"") || value.startsWith("'"))
                && value.endsWith(value.substring(0, 1));
        return quoted ? value.substring(1, value.length() - 1).replace("\\\"", "\"") : value;
    }
}
