// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.settings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/configuration.md} and the server's own configuration say what the declarations say. Stateless. */
class ConfigurationDocsTest {
    private static final Path DOCUMENT = Path.of("docs/configuration.md");

    private static final Path SERVER_CONFIGURATION = Path.of("src/main/liberty/config/sekisho");

    /** A row of a table begins with the property's name as code. */
    private static final Pattern ROW = Pattern.compile("^\\| `(sekisho\\.[^`]+)` \\|");

    private static final Pattern VARIABLE =
            Pattern.compile("<variable name=\"(sekisho\\.[^\"]+)\" defaultValue=\"([^\"]*)\"/>");

    /** Their values hold folders that only the server knows. */
    private static final Set<String> COMPUTED_BY_SERVER =
            Set.of("sekisho.database.url", "sekisho.admin.password-folder", "sekisho.decision.log-file");

    @Test
    void eachSettingHasItsRowAndNoRowIsUnknown() throws IOException {
        List<String> rows = Files.readAllLines(DOCUMENT).stream()
                .filter(line -> ROW.matcher(line).find())
                .toList();
        assertThat(rows)
                .containsExactlyInAnyOrderElementsOf(Configuration.all().stream()
                        .map(ConfigurationDocsTest::row)
                        .toList());
    }

    @Test
    void theServersVariablesHaveTheSettingsDefaults() throws IOException {
        Map<String, String> declared = Configuration.all().stream()
                .filter(setting -> !COMPUTED_BY_SERVER.contains(setting.name()))
                .collect(Collectors.toMap(Setting::name, Setting::defaultText));
        Map<String, String> variables = variables();
        variables.keySet().removeAll(COMPUTED_BY_SERVER);
        assertThat(variables).isNotEmpty();
        assertThat(declared).containsAllEntriesOf(variables);
    }

    @Test
    void whatTheServerComputesIsOneOfItsVariables() throws IOException {
        assertThat(variables()).containsKeys(COMPUTED_BY_SERVER.toArray(new String[0]));
    }

    @Test
    void eachListenerSettingReachesItsActivationSpec() throws IOException {
        for (String file : List.of("listeners-ear.xml", "listeners-war.xml")) {
            String specs = Files.readString(SERVER_CONFIGURATION.resolve(file));
            List<String> missing = new ArrayList<>();
            Stream.of("sendlimit", "quota")
                    .flatMap(service -> ListenerConfig.settings(service).stream())
                    .filter(setting -> !specs.contains("\"${" + setting.name() + "}\""))
                    .forEach(setting -> missing.add(setting.name()));
            assertThat(missing).as(file).isEmpty();
        }
    }

    private static String row(Setting<?> setting) {
        String shown = setting.defaultText().isEmpty() ? "unset" : "`" + setting.defaultText() + "`";
        return "| `" + setting.name() + "` | `" + setting.environmentName() + "` | " + shown + " | " + setting.bounds()
                + " | " + setting.meaning() + " |";
    }

    private static Map<String, String> variables() throws IOException {
        Map<String, String> variables = new TreeMap<>();
        try (Stream<Path> files = Files.list(SERVER_CONFIGURATION)) {
            for (Path file : files.toList()) {
                Matcher each = VARIABLE.matcher(Files.readString(file));
                while (each.find()) {
                    variables.put(each.group(1), each.group(2));
                }
            }
        }
        return variables;
    }
}
