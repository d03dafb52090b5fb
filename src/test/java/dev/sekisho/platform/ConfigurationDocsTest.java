// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.settings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/configuration.md} and the server's own configuration follow the declarations of the settings. */
class ConfigurationDocsTest {
    private static final Path DOCUMENT = Path.of("docs/configuration.md");

    private static final Path SERVER_CONFIGURATION = Path.of("src/main/liberty/config/sekisho");

    /** A row of a table begins with the property's name as code. */
    private static final Pattern ROW = Pattern.compile("^\\| `(sekisho\\.[^`]+)` \\|");

    private static final Pattern VARIABLE =
            Pattern.compile("<variable name=\"(sekisho\\.[^\"]+)\" defaultValue=\"([^\"]*)\"/>");

    /** Their values hold folders of the server. */
    private static final Set<String> COMPUTED_BY_SERVER =
            Set.of("sekisho.database.url", "sekisho.admin.password-folder", "sekisho.decision.log-file");

    /** {@code mvn test -Dtest=ConfigurationDocsTest -Dwrite.docs=true} writes the tables. */
    @Test
    void theTablesAreGeneratedFromTheDeclarations() throws IOException {
        List<String> lines = Files.readAllLines(DOCUMENT);
        List<String> generated = generated(lines);
        if (Boolean.getBoolean("write.docs")) {
            Files.writeString(DOCUMENT, String.join("\n", generated) + "\n");
        }
        assertThat(Files.readAllLines(DOCUMENT))
                .as("write the tables with -Dwrite.docs=true")
                .isEqualTo(generated);
    }

    @Test
    void aRowFollowsItsDeclarationAndNewSettingsTheirPredecessors() {
        List<Setting<?>> declared = Configuration.all();
        List<String> lines = new ArrayList<>();
        lines.add("| a heading |");
        lines.add("| `" + declared.get(0).name() + "` | an old text |");
        lines.add("| `sekisho.removed` | an old setting |");
        lines.add("");
        assertThat(generated(lines))
                .startsWith("| a heading |", row(declared.get(0)), row(declared.get(1)))
                .endsWith(row(declared.get(declared.size() - 1)), "")
                .hasSize(declared.size() + 2);
    }

    /**
     * The lines with the rows as declared: each in its table, a setting without a row after the one declared before.
     */
    private static List<String> generated(List<String> lines) {
        Set<String> present = lines.stream()
                .map(ROW::matcher)
                .filter(Matcher::find)
                .map(row -> row.group(1))
                .collect(Collectors.toSet());
        Map<String, List<Setting<?>>> blocks = new LinkedHashMap<>();
        String first = "";
        for (Setting<?> setting : Configuration.all()) {
            first = present.contains(setting.name()) ? setting.name() : first;
            blocks.computeIfAbsent(first, name -> new ArrayList<>()).add(setting);
        }
        List<String> generated = new ArrayList<>();
        for (String line : lines) {
            Matcher row = ROW.matcher(line);
            if (row.find()) {
                blocks.getOrDefault(row.group(1), List.of()).forEach(setting -> generated.add(row(setting)));
            } else {
                generated.add(line);
            }
        }
        return generated;
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
