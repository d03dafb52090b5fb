// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.decision;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where decision lines end: the configured file, or the server's log where that was asked for or the file fails.
 *
 * <p>As JSON they reach the server's log through the standard output, as Liberty's {@code appsWriteJson} has it: it hands
 * on such a line as it is, while it would wrap a logger's message into a text of its own object.
 *
 * <p>A file that fails is tried again with every batch; the trouble is told once until it works again.
 *
 * <p>Confined to the writer's thread.
 */
final class Sink implements AutoCloseable {
    private static final Logger SERVER_LOG = Logger.getLogger("dev.sekisho.decisions");

    private final DecisionConfig config;
    private @Nullable RotatingFile file;
    private boolean failing;

    Sink(DecisionConfig config) {
        this.config = config;
    }

    /** Writes {@code logfmt}, lines that each end in a line feed. */
    void publish(String logfmt) {
        if (logfmt.isEmpty()) {
            return;
        }
        String lines =
                config.json() ? logfmt.lines().map(JsonLine::of).collect(Collectors.joining("\n", "", "\n")) : logfmt;
        if (!config.logFile().equals("-") && append(lines)) {
            return;
        }
        lines.lines().forEach(config.json() ? System.out::println : SERVER_LOG::info);
    }

    private boolean append(String lines) {
        try {
            RotatingFile target = file;
            if (target == null) {
                target = new RotatingFile(
                        Path.of(config.logFile()), config.logMegabytes() * 1024L * 1024, config.logFiles());
                file = target;
            }
            target.append(lines.getBytes(StandardCharsets.UTF_8));
            failing = false;
            return true;
        } catch (IOException | InvalidPathException e) {
            if (!failing) {
                DecisionMessages.fileNotWritable(config.logFile(), e);
                failing = true;
            }
            return false;
        }
    }

    @Override
    public void close() {
        RotatingFile target = file;
        if (target != null) {
            try {
                target.close();
            } catch (IOException e) {
                DecisionMessages.fileNotWritable(config.logFile(), e);
            }
        }
    }
}
