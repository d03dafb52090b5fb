// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import dev.sekisho.settings.Version;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine;

/** Writes the man page and the bash completion during the build. */
public final class Pages {
    private Pages() {}

    /**
     * Writes both.
     *
     * @param arguments the folder that becomes {@code share}
     */
    public static void main(String[] arguments) throws IOException {
        Path share = Path.of(arguments[0]);
        CommandLine line =
                Sekishoctl.commandLine(new Sekishoctl(Map.of(), Path.of("/"), InputStream.nullInputStream()));
        write(share.resolve("bash-completion/completions/sekishoctl"), AutoComplete.bash("sekishoctl", line));
        write(share.resolve("man/man1/sekishoctl.1"), ManPage.of(line, Version.text()));
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
