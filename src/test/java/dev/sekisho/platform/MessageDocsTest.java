// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/messages.md} explains each message that the code has, and no other. Stateless. */
class MessageDocsTest {
    private static final Path DOCUMENT = Path.of("docs/messages.md");

    private static final Path SOURCES = Path.of("src/main/java");

    private static final Pattern CODE = Pattern.compile("SKS\\d{4}[A-Z]");

    /** A code that begins a text is that message itself; elsewhere it is only mentioned. */
    private static final Pattern MESSAGE = Pattern.compile("\"(SKS\\d{4}[A-Z]) [^\"]*");

    private static final Pattern HEADING = Pattern.compile("(?m)^### (SKS\\d{4}[A-Z])$");

    /** The message of the limits has a second form, for the rows beyond those that are named. */
    private static final Set<String> IN_TWO_FORMS = Set.of("SKS0101W");

    @Test
    void eachMessageOfTheCodeIsExplainedAndNoOther() throws IOException {
        assertThat(codes(HEADING, Files.readString(DOCUMENT)))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(messages().keySet());
    }

    @Test
    void aCodeStandsForOneMessageOnly() throws IOException {
        Map<String, List<String>> repeated = messages();
        repeated.values().removeIf(places -> places.size() == 1);
        assertThat(repeated.keySet()).isEqualTo(new TreeSet<>(IN_TWO_FORMS));
    }

    @Test
    void aNumberHasOneSeverity() throws IOException {
        assertThat(messages().keySet().stream()
                        .map(code -> code.substring(0, "SKS0000".length()))
                        .toList())
                .doesNotHaveDuplicates();
    }

    @Test
    void theCodesThatOtherDocumentsMentionExist() throws IOException {
        Set<String> known = messages().keySet();
        try (Stream<Path> documents = Files.walk(Path.of("docs"))) {
            for (Path document :
                    documents.filter(each -> each.toString().endsWith(".md")).toList()) {
                assertThat(known)
                        .as("%s", document)
                        .containsAll(new TreeSet<>(codes(CODE, Files.readString(document))));
            }
        }
    }

    /** Each code with the places where a message begins with it. */
    private static Map<String, List<String>> messages() throws IOException {
        Map<String, List<String>> messages = new TreeMap<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                codes(MESSAGE, Files.readString(file))
                        .forEach(code -> messages.computeIfAbsent(code, each -> new ArrayList<>())
                                .add(file.toString()));
            }
        }
        return messages;
    }

    private static List<String> codes(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.results()
                .map(each -> each.group(each.groupCount() == 0 ? 0 : 1))
                .collect(Collectors.toList());
    }
}
