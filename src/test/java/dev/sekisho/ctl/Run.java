// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;

/**
 * What a run of the command line gave, in this JVM.
 *
 * <p>Immutable and safe for use by many threads.
 */
record Run(int exit, String out, String err) {
    static Run of(Map<String, String> environment, Path home, String input, String... arguments) {
        Sekishoctl command =
                new Sekishoctl(environment, home, new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        CommandLine line = Sekishoctl.commandLine(command);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        int exit = line.execute(arguments);
        return new Run(exit, out.toString(), err.toString());
    }
}
