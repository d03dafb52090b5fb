// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.doctor;

import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Reads {@code nginx -T}, with all included files put where they are included, or one nginx.conf.
 *
 * <p>Confined to one examination.
 */
final class NginxReader {
    private static final Pattern FILE = Pattern.compile("# configuration file (.+):");

    private final Map<String, Block> files = new LinkedHashMap<>();
    private final Deque<Block> open = new ArrayDeque<>();
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean quoted;
    private Place begun = new Place("", 0);

    private NginxReader() {}

    static Block read(Source source) {
        NginxReader reader = new NginxReader();
        reader.readAll(source);
        Block root = reader.files.values().iterator().next();
        String main = reader.files.keySet().iterator().next();
        reader.include(root, main, 0);
        return root;
    }

    private void readAll(Source source) {
        String file = source.name();
        begin(file);
        int number = 0;
        boolean printed = false;
        for (String line : source.lines()) {
            number++;
            Matcher header = FILE.matcher(line);
            if (header.matches()) {
                if (!printed) {
                    files.clear(); // what nginx said before the first file
                    printed = true;
                }
                file = header.group(1);
                number = 0;
                begin(file);
                continue;
            }
            line(line, new Place(file, number));
        }
    }

    private void begin(String file) {
        Block root = Block.of(List.of(), new Place(file, 0));
        files.put(file, root);
        open.clear();
        open.push(root);
        words.clear();
        word.setLength(0);
    }

    private void line(String line, Place place) {
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote != 0) {
                if (c == '\\' && i + 1 < line.length()) {
                    word.append(line.charAt(++i));
                } else if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            } else if (c == '\'' || c == '"') {
                quote = c;
                quoted = true;
            } else if (c == '#' && word.isEmpty()) {
                break;
            } else if (Character.isWhitespace(c)) {
                endWord(place);
            } else if (c == ';' || c == '{' || c == '}') {
                endWord(place);
                structure(c, place);
            } else {
                word.append(c);
            }
        }
        endWord(place);
    }

    private void endWord(Place place) {
        if (!word.isEmpty() || quoted) {
            if (words.isEmpty()) {
                begun = place;
            }
            words.add(word.toString());
        }
        word.setLength(0);
        quoted = false;
    }

    private void structure(char c, Place place) {
        if (c == '}') {
            if (open.size() > 1) {
                open.pop();
            }
        } else {
            Block block = Block.of(words, words.isEmpty() ? place : begun);
            open.element().children().add(block);
            if (c == '{') {
                open.push(block);
            }
        }
        words.clear();
    }

    private void include(Block block, String mainFile, int depth) {
        if (depth > 10) {
            return;
        }
        for (Block each : List.copyOf(block.children())) {
            if (each.name().equals("include")) {
                for (Map.Entry<String, Block> file : files.entrySet()) {
                    if (!file.getKey().equals(mainFile) && matches(each.argument(), mainFile, file.getKey())) {
                        include(file.getValue(), mainFile, depth + 1);
                        block.children().addAll(file.getValue().children());
                    }
                }
            } else {
                include(each, mainFile, depth + 1);
            }
        }
    }

    private static boolean matches(String pattern, String mainFile, String file) {
        try {
            Path main = Path.of(mainFile);
            String absolute =
                    pattern.startsWith("/") || main.getParent() == null ? pattern : main.getParent() + "/" + pattern;
            PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + absolute);
            return matcher.matches(Path.of(file));
        } catch (InvalidPathException | PatternSyntaxException e) {
            return false;
        }
    }
}
