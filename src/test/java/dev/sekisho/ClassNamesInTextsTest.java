// SPDX-License-Identifier: Apache-2.0
package dev.sekisho;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** JPQL, XML and service files name classes in text, which no compiler checks when a class moves. */
class ClassNamesInTextsTest {
    private static final Path MAIN = Path.of("src/main");
    private static final Pattern NAME = Pattern.compile("\\bdev\\.sekisho(?:\\.[a-z]\\w*)+\\.[A-Z]\\w*");

    /** A resource bundle. */
    private static final List<String> NO_CLASSES = List.of("dev.sekisho.console.Words");

    @Test
    void eachClassThatATextNamesExists() throws IOException {
        TreeSet<String> missing = new TreeSet<>();
        try (Stream<Path> files = Files.walk(MAIN)) {
            for (Path file : files.filter(ClassNamesInTextsTest::isText).toList()) {
                Matcher names = NAME.matcher(Files.readString(file, StandardCharsets.UTF_8));
                while (names.find()) {
                    Path source = MAIN.resolve("java/" + names.group().replace('.', '/') + ".java");
                    if (!Files.exists(source) && !NO_CLASSES.contains(names.group())) {
                        missing.add(file + ": " + names.group());
                    }
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    private static boolean isText(Path file) {
        String name = file.toString();
        return Files.isRegularFile(file)
                && (name.endsWith(".java")
                        || name.endsWith(".xml")
                        || name.endsWith(".xhtml")
                        || name.contains("META-INF/services"));
    }
}
