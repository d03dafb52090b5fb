// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.doctor;

import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads the output of {@code nginx -T}, or an nginx.conf, and inserts included files where they are included. */
final class NginxReader {
    private static final Pattern FILE = Pattern.compile("# configuration file (.+):");

    /** Maximum depth of sections and of includes. */
    private static final int DEPTH = 20;

    private final Map<String, Block> files = new LinkedHashMap<>();
    private final Set<String> done = new HashSet<>();
    private final Set<String> including = new HashSet<>();
    private final Deque<Block> open = new ArrayDeque<>();
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private final List<Place> unread = new ArrayList<>();
    private boolean quoted;
    private char quote;
    private int luaDepth;
    private boolean printed;
    private Place begun = new Place("", 0);

    private NginxReader() {}

    /** The configuration, and the places of includes that could not be read. */
    record Reading(Block root, List<Place> unread) {}

    static Block read(Source source) {
        return reading(source).root();
    }

    static Reading reading(Source source) {
        NginxReader reader = new NginxReader();
        reader.readAll(source);
        Block root = reader.files.values().iterator().next();
        String main = reader.files.keySet().iterator().next();
        var unused = reader.enter(main);
        reader.include(root, main, source, 0);
        return new Reading(root, List.copyOf(reader.unread));
    }

    private void readAll(Source source) {
        String file = source.name();
        begin(file);
        int number = 0;
        for (String line : source.lines()) {
            number++;
            Matcher header = FILE.matcher(line);
            if (header.matches() && (printed || files.size() == 1)) {
                if (!printed) {
                    files.clear(); // messages of nginx before the first file
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
        quote = 0;
        luaDepth = 0;
    }

    private void line(String line, Place place) {
        for (int i = 0; i < line.length(); i++) {
            if (luaDepth > 0) {
                luaDepth += line.charAt(i) == '{' ? 1 : line.charAt(i) == '}' ? -1 : 0;
            } else if (quote != 0) {
                i = inQuotes(line, i);
            } else if (line.charAt(i) == '#' && word.isEmpty()) {
                break;
            } else {
                i = plain(line, i, place);
            }
        }
        if (quote == 0) {
            endWord(place);
        } else {
            word.append('\n');
        }
    }

    /** Reads what is neither Lua nor quoted; returns the index of the last character that it read. */
    private int plain(String line, int at, Place place) {
        char c = line.charAt(at);
        if ((c == '\'' || c == '"') && word.isEmpty()) {
            quote = c;
            quoted = true;
        } else if (Character.isWhitespace(c)) {
            endWord(place);
        } else if (c == ';' || c == '{' || c == '}') {
            endWord(place);
            structure(c, place);
        } else {
            return inWord(line, at);
        }
        return at;
    }

    /** Appends a character, an escaped one, or a {@code ${name}} to the word; returns the index of its end. */
    private int inWord(String line, int at) {
        int last = at;
        if (line.charAt(at) == '\\' && at + 1 < line.length()) {
            last = at + 1;
        } else if (line.startsWith("${", at)) {
            int end = line.indexOf('}', at);
            last = end < 0 ? line.length() - 1 : end;
        }
        word.append(line, at, last + 1);
        return last;
    }

    private int inQuotes(String line, int at) {
        char c = line.charAt(at);
        if (c == '\\' && at + 1 < line.length()) {
            word.append(line.charAt(at + 1));
            return at + 1;
        }
        if (c == quote) {
            quote = 0;
        } else {
            word.append(c);
        }
        return at;
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
            Place start = words.isEmpty() ? place : begun;
            Block block = c == '{' ? Block.section(words, start) : Block.of(words, start);
            open.element().children().add(block);
            if (c == '{' && block.name().endsWith("_by_lua_block")) {
                luaDepth = 1; // Lua code, up to the matching brace
            } else if (c == '{') {
                open.push(block);
            }
        }
        words.clear();
    }

    /** Appends the directives of included files to the block; the includes of each file are resolved once. */
    private void include(Block block, String mainFile, Source source, int depth) {
        for (Block each : List.copyOf(block.children())) {
            if (!each.name().equals("include")) {
                if (depth < DEPTH) {
                    include(each, mainFile, source, depth + 1);
                }
                continue;
            }
            for (String file : files(each, mainFile, source)) {
                Block included = Objects.requireNonNull(files.get(file));
                if (enter(file)) {
                    include(included, mainFile, source, depth + 1);
                    including.remove(file);
                }
                // nginx rejects a file that includes itself.
                if (!including.contains(file)) {
                    block.children().addAll(included.children());
                }
            }
        }
    }

    private boolean enter(String file) {
        return done.add(file) && including.add(file);
    }

    /** The names of the files that an include matches; reads them if the text is not the output of {@code nginx -T}. */
    private List<String> files(Block include, String mainFile, Source source) {
        String pattern = include.argument();
        if (printed) {
            return files.keySet().stream()
                    .filter(file -> !file.equals(mainFile) && matches(pattern, mainFile, file))
                    .toList();
        }
        Optional<List<Source>> given = source.included(pattern);
        if (given.isEmpty() || (given.get().isEmpty() && Source.namesOne(pattern))) {
            unread.add(include.place());
        }
        List<Source> all = given.orElse(List.of());
        all.stream().filter(each -> !files.containsKey(each.name())).forEach(this::readAll);
        return all.stream().map(Source::name).toList();
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
