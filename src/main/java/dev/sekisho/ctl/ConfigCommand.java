// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import dev.sekisho.ctl.client.CtlException;
import dev.sekisho.ctl.client.Exit;
import dev.sekisho.settings.SettingsValidator;
import jakarta.json.Json;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code config}: validates settings as Sekisho's start does, without a node. */
@Command(name = "config", description = "Validates Sekisho's settings.")
final class ConfigCommand extends CommandGroup {
    ConfigCommand(Sekishoctl ctl) {
        super(ctl);
    }

    @Command(
            name = "check",
            description = {
                "Lists what would stop Sekisho's start: values out of bounds, unknown names, contradictions.",
                "Reads server.env, properties, or XML with <variable> elements; later files override earlier ones."
                        + " Without a"
                        + " file it reads the environment."
            })
    int check(
            @Parameters(paramLabel = "FILE", arity = "0..*", description = "Files with settings.") @Nullable
                    List<Path> files) {
        Map<String, String> settings = new LinkedHashMap<>();
        if (files == null || files.isEmpty()) {
            ctl().environment().forEach((name, value) -> SettingsFile.put(settings, name, value));
        } else {
            files.forEach(file -> settings.putAll(SettingsFile.read(file)));
        }
        SettingsValidator validator = ServiceLoader.load(SettingsValidator.class, ConfigCommand.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new CtlException(Exit.UNKNOWN, "This sekishoctl contains no SettingsValidator"));
        List<String> problems = validator.problems(new GivenConfig(settings));
        ctl().output()
                .print(
                        Json.createObjectBuilder()
                                .add("settings", settings.size())
                                .add("problems", Json.createArrayBuilder(problems))
                                .build(),
                        problems.isEmpty()
                                ? "OK, " + settings.size() + " settings given"
                                : String.join(System.lineSeparator(), problems));
        return problems.isEmpty() ? Exit.OK : Exit.NO;
    }
}
