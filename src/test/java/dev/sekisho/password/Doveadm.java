// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Dovecot's {@code doveadm pw}, the reference for each scheme. */
final class Doveadm {
    private static final Path PROGRAM = Path.of("/usr/bin/doveadm");

    private Doveadm() {}

    /** Skips the calling test where there is no Dovecot. */
    static void assumeInstalled() {
        assumeTrue(Files.isExecutable(PROGRAM), "SKIPPED: no " + PROGRAM + " here, install dovecot-core");
    }

    /** What Dovecot would store; options such as {@code -r 1000} may follow. */
    static String generate(String scheme, byte[] password, String... options) {
        Outcome outcome = run(
                password,
                2,
                Stream.concat(Stream.of("-s", scheme), Arrays.stream(options)).toList());
        if (outcome.exitCode != 0) {
            throw new IllegalStateException("doveadm pw -s " + scheme + ": " + outcome.output);
        }
        return outcome.output.lines().reduce((first, last) -> last).orElseThrow();
    }

    /** The names of its schemes. */
    static List<String> schemes() {
        return List.of(run(new byte[0], 0, List.of("-l")).output.strip().split("\\s+"));
    }

    static boolean accepts(String stored, byte[] password) {
        return run(password, 1, List.of("-t", stored)).exitCode == 0;
    }

    /** The password goes through the standard input, where any bytes but line ends pass in every locale. */
    private static Outcome run(byte[] password, int times, List<String> options) {
        List<String> command = Stream.concat(Stream.of(PROGRAM.toString(), "pw"), options.stream())
                .toList();
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            try (OutputStream in = process.getOutputStream()) {
                for (int i = 0; i < times; i++) {
                    in.write(password);
                    in.write('\n');
                }
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Outcome(process.waitFor(), output);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + command, e);
        }
    }

    private record Outcome(int exitCode, String output) {}
}
