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

/** Code, configuration, documents, console, answers and mails use the words of docs/glossary.md. */
class BannedWordsTest {
    private static final Pattern BANNED = Pattern.compile(
            "\\b(gates?|doors?|throttled?|rehearsals?|rehearsed|barred|resealing|couriers?|parcels?|harvest|tally"
                    + "|whoever|nobody|somebody|told|anew|troubles?)\\b",
            Pattern.CASE_INSENSITIVE);

    /** Lines with one of these may contain a banned word: other programs, examples, a method of the JDK, a poem. */
    private static final List<String> EXCEPTIONS = List.of(
            "iRedAPD",
            "`throttle`",
            "FROM throttle",
            "\"throttle \" + account",
            "code throttle}",
            "gate.example",
            "glossary",
            "noBody()",
            "against a sea of troubles");

    private static final List<Path> PLACES = List.of(
            Path.of("README.md"),
            Path.of("SECURITY.md"),
            Path.of("CONTRIBUTING.md"),
            Path.of("docs"),
            Path.of("src/main"),
            Path.of("src/test/mail"));

    private static final List<String> TEXTS = List.of(
            ".md",
            ".properties",
            ".txt",
            ".java",
            ".xhtml",
            ".xml",
            ".css",
            ".js",
            ".sql",
            ".json",
            ".yml",
            ".cf",
            ".conf",
            ".cfg",
            ".options");

    @Test
    void noTextHasAWordThatTheGlossaryReplaced() throws IOException {
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
                && TEXTS.stream().anyMatch(name::endsWith);
    }
}
