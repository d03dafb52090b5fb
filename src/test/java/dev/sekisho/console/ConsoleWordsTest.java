// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.limit.LimitUnit;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The texts of the console: both languages have all of them. */
class ConsoleWordsTest {
    private static final Path WORDS = Path.of("src/main/resources/dev/sekisho/console");

    @Test
    void bothLanguagesHaveTheSameWords() throws IOException {
        assertThat(words("Words_ja.properties").stringPropertyNames())
                .isEqualTo(words("Words.properties").stringPropertyNames());
    }

    @Test
    void everyWordOfAPageIsThere() throws IOException {
        Properties words = words("Words.properties");
        Pattern used = Pattern.compile("m\\['([a-z.-]+[a-z])'\\]");
        TreeSet<String> missing = new TreeSet<>();
        for (Path folder : List.of(Path.of("src/main/webapp/console"), Path.of("src/main/webapp/WEB-INF/console"))) {
            try (Stream<Path> pages = Files.list(folder)) {
                for (Path page : pages.toList()) {
                    Matcher each = used.matcher(Files.readString(page));
                    while (each.find()) {
                        if (words.getProperty(each.group(1)) == null) {
                            missing.add(page.getFileName() + ": " + each.group(1));
                        }
                    }
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void everyUnitOfALimitHasAWord() throws IOException {
        for (LimitUnit unit : LimitUnit.values()) {
            assertThat(words("Words.properties")).containsKey("unit." + unit.word());
        }
    }

    @Test
    void everyServiceIsOfferedWithALabel() throws IOException {
        assertThat(Files.readString(Path.of("src/main/webapp/console/decisions.xhtml")))
                .contains(List.of("login", "authpolicy", "sendlimit", "quota").stream()
                        .map(each -> "<option value=\"" + each + "\">#{m['service." + each + "']}</option>")
                        .toList());
    }

    private static Properties words(String file) throws IOException {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(WORDS.resolve(file))) {
            properties.load(in);
        }
        return properties;
    }
}
