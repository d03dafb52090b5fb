// SPDX-License-Identifier: Apache-2.0
package dev.sekisho;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every link of a document to a file or a heading of this repository has a target. */
class DocumentLinksTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

    private static final Pattern EXTERNAL = Pattern.compile("[a-z]+:.*");

    private static final Pattern HEADING = Pattern.compile("#{1,6} +(.+)");

    private static final Pattern ANCHOR = Pattern.compile("<a (?:id|name)=\"([^\"]+)\">");

    @Test
    void eachLinkHasATarget() throws IOException {
        List<String> broken = new ArrayList<>();
        int links = 0;
        for (Path document : documents()) {
            Matcher link = LINK.matcher(Files.readString(document));
            while (link.find()) {
                links++;
                if (!EXTERNAL.matcher(link.group(1)).matches() && !exists(document, link.group(1))) {
                    broken.add(document + ": " + link.group(1));
                }
            }
        }
        assertThat(links).isGreaterThan(100);
        assertThat(broken).isEmpty();
    }

    private static boolean exists(Path document, String link) throws IOException {
        String[] parts = link.split("#", 2);
        Path folder = document.getParent() == null ? Path.of("") : document.getParent();
        Path target = parts[0].isEmpty() ? document : folder.resolve(parts[0]).normalize();
        if (!Files.exists(target)) {
            return false;
        }
        return parts.length == 1 || headings(target).contains(parts[1]);
    }

    /** Headings as GitHub names them: lower case, blanks as hyphens, no punctuation. */
    private static List<String> headings(Path document) throws IOException {
        List<String> headings = new ArrayList<>();
        for (String line : Files.readAllLines(document)) {
            Matcher heading = HEADING.matcher(line);
            if (heading.matches()) {
                headings.add(heading.group(1)
                        .strip()
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'));
            }
            Matcher anchor = ANCHOR.matcher(line);
            while (anchor.find()) {
                headings.add(anchor.group(1));
            }
        }
        return headings;
    }

    private static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>();
        for (Path root : List.of(Path.of("docs"), Path.of("src"))) {
            try (Stream<Path> files = Files.walk(root)) {
                files.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
            }
        }
        try (Stream<Path> files = Files.list(Path.of(""))) {
            files.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
        }
        return documents;
    }
}
