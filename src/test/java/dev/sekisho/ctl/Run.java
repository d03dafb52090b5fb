// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import com.google.errorprone.annotations.Immutable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** The result of a run of the command line. */
@Immutable
record Run(int exit, String out, String err) {
    /** In this JVM. */
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

    /** The packed jar as a process of its own; {@code folder} is its home. */
    static Run ofJar(Map<String, String> environment, Path folder, String input, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dfile.encoding=UTF-8",
                "-jar",
                System.getProperty("sekishoctl.jar")));
        command.addAll(List.of(arguments));
        Path in = Files.writeString(folder.resolve("in"), input);
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("SEKISHOCTL_"));
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().putAll(environment);
        int exit = builder.start().waitFor();
        return new Run(
                exit, Files.readString(out, StandardCharsets.UTF_8), Files.readString(err, StandardCharsets.UTF_8));
    }
}
