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
 * The files that a configuration on this machine includes, with wildcards of glob(7) anywhere in the path. A relative
 * path is relative to the including file: Dovecot's rule, and nginx's for the main file.
 *
 * <p>The totals of files and bytes are bounded, so that a cycle of includes or a pattern such as {@code /*}{@code /*}
 * ends.
 */
final class IncludedFiles implements Source.Includes {
    /** More than the configuration of any mail server has. */
    private static final int MOST_FILES = 1_000;

    private static final long MOST_BYTES = 64L << 20;

    private static final Pattern WILD = Pattern.compile("[*?\\[]");

    private int files;
    private long bytes;

    /** The file, with access to its includes. */
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

    /** Matches in the order of their names, as in both servers; a wildcard does not match a leading dot. */
    private static List<Path> matching(Path folder, String pattern) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        // Braces have no meaning in glob(7).
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
