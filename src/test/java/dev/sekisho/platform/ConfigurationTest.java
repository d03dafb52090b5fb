// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.settings.TestConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contradictory settings, and the defaults of missing ones at the start. */
class ConfigurationTest {
    @TempDir
    Path folder;

    private static Configuration with(String... given) {
        Map<String, String> all = new HashMap<>(Map.of("sekisho.database.url", "jdbc:h2:mem:none"));
        for (int i = 0; i < given.length; i += 2) {
            all.put(given[i], given[i + 1]);
        }
        return new Configuration(new TestConfig(all));
    }

    @Test
    void beyondLoopbackNginxNeedsTheKey() {
        assertThat(with("sekisho.http.host", "*").problems()).anyMatch(each -> each.contains("sekisho.login.key"));
        assertThat(with("sekisho.http.host", "*", "sekisho.login.key", "a-key-of-nginx-with-enough-characters")
                        .problems())
                .isEmpty();
        assertThat(with().problems()).isEmpty();
    }

    @Test
    void aTryDoesNotWaiveTheKey() {
        assertThat(with("sekisho.http.host", "*", "sekisho.demo", "true").problems())
                .anyMatch(each -> each.contains("sekisho.login.key"));
    }

    @Test
    void theMadePasswordIsInItsFileAndInNoLine() throws Exception {
        List<String> lines = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(new java.util.logging.SimpleFormatter().formatMessage(line));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("dev.sekisho.platform");
        Level level = logger.getLevel();
        logger.addHandler(handler);
        logger.setLevel(Level.ALL);
        try {
            AdminPassword.ensure(
                    with("sekisho.admin.password-folder", folder.toString()).server());
        } finally {
            logger.removeHandler(handler);
            logger.setLevel(level);
        }
        Path file = folder.resolve("sekisho-admin.xml");
        String password = Files.readString(file).replaceAll("(?s).*defaultValue=\"([^\"]+)\".*", "$1");
        assertThat(password).hasSize(24);
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0)).contains("SKS0005W", file.toString()).doesNotContain(password);
    }
}
