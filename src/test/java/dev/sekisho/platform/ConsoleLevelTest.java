// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConsoleLevelTest {
    private static final Pattern LOGGER =
            Pattern.compile("getLogger\\((?:\"(dev\\.sekisho[^\"]*)\"|\\w+\\.class\\.getPackageName\\(\\))\\)");

    @Test
    void eachLoggerOfSekishoIsShownOnTheConsole() throws IOException {
        Path root = Path.of("src/main/java");
        Set<String> used = new TreeSet<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                Matcher logger = LOGGER.matcher(Files.readString(file));
                while (logger.find()) {
                    String path = root.relativize(file).toString().replace('/', '.');
                    String name = path.substring(0, path.lastIndexOf('.', path.length() - ".java".length() - 1));
                    used.add(logger.group(1) == null ? name : logger.group(1));
                }
            }
        }
        assertThat(ConsoleLevel.loggers()).containsExactlyElementsOf(used);
    }
}
