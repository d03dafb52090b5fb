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
                    + "|whoever|nobody|somebody|told|anew|troubles?|dear|dearer|asks|asked|asking|askers?|questions?)\\b",
            Pattern.CASE_INSENSITIVE);

    /** Between the words of an identifier. */
    private static final Pattern IDENTIFIER = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|_");

    /**
     * Lines with one of these may contain a banned word: the name of a command of the benchmark, a table of iRedAPD, a
     * recording of Dovecot, a poem.
     */
    private static final List<String> EXCEPTIONS = List.of(
            "`gate`",
            "gate make",
            "gate start",
            "gate stop",
            "gate heap",
            "\"/gate\"",
            "iRedAPD",
            "FROM throttle",
            "\"throttle ",
            "of `throttle`",
            "code throttle}",
            "nobody@example.com",
            "that is the question",
            "against a sea of troubles");

    private static final List<Path> PLACES = List.of(
            Path.of("README.md"),
            Path.of("SECURITY.md"),
            Path.of("CONTRIBUTING.md"),
            Path.of("docs"),
            Path.of("src/main"),
            Path.of("src/test/bench"),
            Path.of("src/test/chaos"),
            Path.of("src/test/java"),
            Path.of("src/test/mail"),
            Path.of("src/test/mail-debian13"),
            Path.of("src/test/registries"),
            Path.of("src/test/registries.sh"),
            Path.of("src/test/screenshots.sh"));

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
            ".options",
            ".py",
            ".sh");

    @Test
    void noTextHasAWordThatTheGlossaryReplaced() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path place : PLACES) {
            try (Stream<Path> files = Files.walk(place)) {
                for (Path file : files.filter(BannedWordsTest::isText).toList()) {
                    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                        Matcher banned = BANNED.matcher(IDENTIFIER.matcher(line).replaceAll(" "));
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
                && !name.equals("BannedWordsTest.java")
                && (TEXTS.stream().anyMatch(name::endsWith) || !name.contains("."));
    }
}
