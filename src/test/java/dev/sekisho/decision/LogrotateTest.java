// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The real logrotate, with the file that docs/operations.md has installed and with the ways that others configure it.
 */
@Tag("slow")
class LogrotateTest {
    private static final Path LOGROTATE = Path.of("/usr/sbin/logrotate");
    private static final Path SHIPPED = Path.of("src/main/logrotate/sekisho");

    private static final int ROTATIONS = 4;

    /** Between two lines, so that they come all the time and not more than the queue takes. */
    private static final long PAUSE_NANOS = 100_000;

    @TempDir
    private Path folder;

    @BeforeAll
    static void needLogrotate() {
        boolean there = Files.isExecutable(LOGROTATE);
        if (!there && "true".equals(System.getenv("MAIL_TESTS_REQUIRED"))) {
            throw new IllegalStateException("no " + LOGROTATE + " (MAIL_TESTS_REQUIRED=true)");
        }
        assumeTrue(there, "SKIPPED: no " + LOGROTATE + " here");
    }

    @Test
    void theShippedFileLosesNoLineWhileLinesAreWritten() throws Exception {
        String shipped = Files.readString(SHIPPED);
        assertThat(shipped).contains("/opt/wlp/usr/servers/sekisho/logs/decisions.log {");
        rotatedWhileWriting(shipped.replace("/opt/wlp/usr/servers/sekisho/logs/decisions.log", log().toString())
                .replace("sekisho sekisho", owner())
                // Forced rotations come within a second, and each needs a name of its own.
                .replace("dateext", "nodateext"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create 0640",
                "create 0640\ncompress\ndelaycompress",
                "nocreate",
                "olddir old\ncreateolddir\ncreate 0640"
            })
    void eachWayThatMovesTheFileLosesNoLine(String directives) throws Exception {
        rotatedWhileWriting("%s {\nsu %s\nrotate 14\n%s\n}\n".formatted(log(), owner(), directives));
    }

    /** logrotate itself loses lines between its copy and its truncation, so nothing is written meanwhile. */
    @Test
    void copytruncateLosesNoLineOfBeforeAndAfter() throws Exception {
        Path config = config("%s {\nsu %s\nrotate 14\ncopytruncate\n}\n".formatted(log(), owner()));
        WriterThread writer = new WriterThread(log());
        List<String> written = new ArrayList<>();
        for (int i = 0; i < ROTATIONS; i++) {
            String line = "line " + i;
            writer.lines().write(line + "\n");
            written.add(line);
            await().until(() -> Files.exists(log()) && Files.readString(log()).contains(line));
            rotate(config);
        }
        writer.finish();
        assertThat(lines()).containsExactlyInAnyOrderElementsOf(written);
        assertThat(Files.size(log())).as("no hole of the old size").isZero();
    }

    private void rotatedWhileWriting(String directives) throws Exception {
        Path config = config(directives);
        WriterThread writer = new WriterThread(log());
        writer.lines().write("first\n");
        await().until(() -> Files.exists(log()) && Files.size(log()) > 0);
        List<String> written = Collections.synchronizedList(new ArrayList<>(List.of("first")));
        AtomicBoolean rotating = new AtomicBoolean(true);
        Thread source = new Thread(() -> {
            for (int i = 0; rotating.get(); i++) {
                String line = "line " + i;
                writer.lines().write(line + "\n");
                written.add(line);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        });
        source.start();
        for (int i = 0; i < ROTATIONS; i++) {
            rotate(config);
            String marker = "after rotation " + i;
            writer.lines().write(marker + "\n");
            written.add(marker);
            // The documented time is a second; the rest is for a busy machine.
            await().until(() -> Files.exists(log()) && Files.readString(log()).contains(marker));
        }
        rotating.set(false);
        source.join();
        writer.finish();
        assertThat(writer.lines().divertedLines()).isZero();
        assertThat(lines()).containsExactlyInAnyOrderElementsOf(written);
    }

    private Path log() {
        return folder.resolve("decisions.log");
    }

    /** User and group that logrotate changes to and gives the new file: those of this test. */
    private String owner() throws IOException {
        return Files.getAttribute(folder, "unix:owner") + " " + Files.getAttribute(folder, "unix:group");
    }

    /** logrotate refuses a file that others may write. */
    private Path config(String text) throws IOException {
        Path config = folder.resolve("logrotate.conf");
        Files.writeString(config, text);
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-r--r--"));
        return config;
    }

    private void rotate(Path config) throws IOException, InterruptedException {
        Process logrotate = new ProcessBuilder(
                        LOGROTATE.toString(),
                        "-f",
                        "-s",
                        folder.resolve("state").toString(),
                        config.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(logrotate.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(logrotate.waitFor()).as(said).isZero();
    }

    private List<String> lines() throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path each : files.filter(file -> file.getFileName().toString().startsWith("decisions.log"))
                    .toList()) {
                Process zcat = new ProcessBuilder("gzip", "-dcf", each.toString()).start();
                lines.addAll(zcat.inputReader().lines().toList());
                zcat.waitFor();
            }
        }
        return lines;
    }
}
