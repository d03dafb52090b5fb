// SPDX-License-Identifier: Apache-2.0
package dev.sekisho;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Documents, console, answers and mails use the words of docs/glossary.md, and not those that had its place. */
class BannedWordsTest {
    private static final Pattern BANNED = Pattern.compile(
            "\\b(gates?|doors?|throttled?|rehearsals?|rehearsed|barred|resealing|courier|harvest|whoever)\\b",
            Pattern.CASE_INSENSITIVE);

    /** A line that has one of these may: names of other programs, hosts of examples, and the glossary itself. */
    private static final List<String> EXCEPTIONS =
            List.of("iRedAPD", "`throttle`", "gate.example", "glossary", "Whoever has a login, by XCLIENT");

    private static final List<Path> PLACES = List.of(
            Path.of("README.md"),
            Path.of("SECURITY.md"),
            Path.of("CONTRIBUTING.md"),
            Path.of("docs"),
            Path.of("src/main/resources/dev/sekisho"));

    @Test
    void noTextForPeopleHasAWordThatTheGlossaryReplaced() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path place : PLACES) {
            try (Stream<Path> files = Files.walk(place)) {
                for (Path file : files.filter(BannedWordsTest::isText).toList()) {
                    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                        Matcher banned = BANNED.matcher(line);
                        if (banned.find() && EXCEPTIONS.stream().noneMatch(line::contains)) {
                            found.add(file + ": " + banned.group() + ": " + line.strip());
                        }
                    }
                }
            }
        }
        assertThat(found).isEmpty();
    }

    private static boolean isText(Path file) {
        String name = file.getFileName().toString();
        return Files.isRegularFile(file)
                && !name.equals("glossary.md")
                && (name.endsWith(".md") || name.endsWith(".properties") || name.endsWith(".txt"));
    }
}
