// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.login.LoginConfig;
import dev.sekisho.settings.Settings;
import dev.sekisho.settings.TestConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BannerTest {
    @Test
    void theCommandsOfTheDemoAreThoseOfTheReadme() throws IOException {
        Settings settings = new Settings(
                new TestConfig(Map.of("sekisho.demo", "true", "sekisho.database.url", "jdbc:h2:mem:banner")));
        String banner = Banner.text(
                ServerConfig.read(settings),
                LoginConfig.read(settings),
                List.of(
                        new ListenerConfig("sendlimit", "127.0.0.1", 10031, 1000),
                        new ListenerConfig("quota", "127.0.0.1", 10032, 1000)),
                "in a file");
        List<String> commands = banner.lines()
                .map(String::strip)
                .filter(line -> line.startsWith("curl") || line.startsWith("printf"))
                .toList();
        assertThat(commands).hasSize(3);
        assertThat(Files.readAllLines(Path.of("README.md")).stream().map(String::strip))
                .containsAll(commands);
    }
}
