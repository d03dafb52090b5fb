// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files that the documents print are the ones that the mail tests run. */
class MailDocsTest {
    private static final Path DOCS = Path.of("docs");

    static List<Path> files() throws IOException {
        try (Stream<Path> paths = Files.walk(MailFiles.files());
                Stream<Path> debian13 = Files.walk(Path.of("src/test/mail-debian13"), 2)) {
            return Stream.concat(paths, debian13.filter(each -> !each.endsWith("check.sh")))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void aFileIsPrintedWholeInTheDocumentOfItsServer(Path file) throws IOException {
        Path document = DOCS.resolve(file.getName(file.getNameCount() - 2) + ".md");

        assertThat(Files.readString(document)).contains("\n```\n" + Files.readString(file) + "```\n");
    }
}
