// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import dev.sekisho.doctor.Source;
import dev.sekisho.importer.TextFile;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * The files that a configuration on this machine includes, with glob(7)'s wildcards at any place of the path. What is
 * no absolute path is beside the file that names it: Dovecot's rule, and nginx's for the main file.
 *
 * <p>Bounded in all, so that no circle of includes and no pattern such as {@code /*}{@code /*} goes on for ever.
 * Confined to one run.
 */
final class IncludedFiles implements Source.Includes {
    /** More than any mail server is configured with. */
    private static final int MOST_FILES = 1_000;

    private static final long MOST_BYTES = 64L << 20;

    private static final Pattern WILD = Pattern.compile("[*?\\[]");

    private int files;
    private long bytes;

    /** The file and what it includes. */
    static Source source(Path file) throws IOException {
        return new Source(file.toString(), TextFile.read(file).text(), new IncludedFiles());
    }

    @Override
    public Optional<List<Source>> files(String from, String pattern) {
        List<Source> found = new ArrayList<>();
        try {
            for (Path each : expanded(Path.of(from).resolveSibling(pattern))) {
                if (Files.isDirectory(each) && !Source.namesOne(pattern)) {
                    continue;
                }
                files++;
                bytes += Files.size(each);
                if (!Files.isRegularFile(each) || files > MOST_FILES || bytes > MOST_BYTES) {
                    return Optional.empty();
                }
                found.add(new Source(each.toString(), TextFile.read(each).text(), this));
            }
        } catch (IOException | InvalidPathException | PatternSyntaxException e) {
            return Optional.empty();
        }
        return Optional.of(found);
    }

    private static List<Path> expanded(Path pattern) throws IOException {
        Path root = pattern.getRoot();
        List<Path> found = List.of(root == null ? Path.of("") : root);
        for (Path each : pattern) {
            List<Path> next = new ArrayList<>();
            for (Path folder : found) {
                if (WILD.matcher(each.toString()).find()) {
                    next.addAll(matching(folder, each.toString()));
                } else {
                    next.add(folder.resolve(each));
                }
                if (next.size() > MOST_FILES) {
                    throw new IOException("too many files");
                }
            }
            found = next;
        }
        return found.stream().filter(Files::exists).toList();
    }

    /** In the order of their names, as both servers take them; a wildcard does not stand for a dot at the beginning. */
    private static List<Path> matching(Path folder, String pattern) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        // Braces mean nothing to glob(7).
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern.replaceAll("[{}]", "\\\\$0"));
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(each -> matcher.matches(each.getFileName()))
                    .filter(each -> pattern.startsWith(".")
                            || !each.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        }
    }
}
