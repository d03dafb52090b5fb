// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.ctl.client.CtlException;
import dev.sekisho.ctl.client.Exit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Address and credentials of Sekisho, from the environment ({@code SEKISHOCTL_URL}) or else from a file of {@code name
 * = value} lines ({@code url = …}), see {@link PrivateFile}.
 */
@ThreadSafe
final class Profile {
    static final Set<String> NAMES =
            Set.of("url", "user", "password", "ca-file", "auth-key", "quota", "sendlimit", "source-password");

    private final Map<String, String> environment;
    private final Map<String, String> file;

    private Profile(Map<String, String> environment, Map<String, String> file) {
        this.environment = environment;
        this.file = file;
    }

    /**
     * Reads the file, if there is one.
     *
     * @param named a file that must exist; empty for the default file, which may be absent
     * @throws CtlException if the file is not private, or contains other names
     */
    static Profile read(Map<String, String> environment, Path home, Optional<Path> named) {
        Path usual = Optional.ofNullable(environment.get("XDG_CONFIG_HOME"))
                .filter(folder -> !folder.isEmpty())
                .map(Path::of)
                .orElse(home.resolve(".config"))
                .resolve("sekishoctl");
        Path path = named.or(() -> Optional.ofNullable(environment.get("SEKISHOCTL_CONFIG"))
                        .map(Path::of))
                .orElse(usual);
        boolean needed = named.isPresent() || environment.containsKey("SEKISHOCTL_CONFIG");
        return new Profile(environment, needed || Files.exists(path) ? parse(path) : Map.of());
    }

    private static Map<String, String> parse(Path path) {
        Map<String, String> values = new HashMap<>();
        int number = 0;
        for (String line : PrivateFile.lines(path)) {
            number++;
            if (line.isBlank() || line.stripLeading().startsWith("#")) {
                continue;
            }
            int equals = line.indexOf('=');
            String name = equals < 0 ? "" : line.substring(0, equals).strip();
            if (!NAMES.contains(name)) {
                throw new CtlException(
                        Exit.UNKNOWN,
                        path + ":" + number + " is not one of "
                                + NAMES.stream().sorted().toList() + " = value");
            }
            values.put(name, line.substring(equals + 1).strip());
        }
        return values;
    }

    /** The value of a name of the file. */
    Optional<String> value(String name) {
        String variable = "SEKISHOCTL_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
        return Optional.ofNullable(environment.get(variable))
                .or(() -> Optional.ofNullable(file.get(name)))
                .filter(text -> !text.isEmpty());
    }
}
