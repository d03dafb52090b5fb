// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.decision;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Destination of decision lines: the configured file, or the server's log if it is configured or the file fails.
 *
 * <p>JSON lines reach the server's log through standard output, because Liberty ({@code appsWriteJson}) passes them
 * unchanged, while it would wrap a logger's message into an object of its own.
 *
 * <p>Each batch retries a failed file. The failure is logged once, and the recovery only after the file has been
 * writable for a minute: on an almost full disk short batches succeed and long ones do not.
 *
 * <p>Confined to the writer's thread, except {@link #divertedLines}.
 */
final class Sink implements AutoCloseable {
    private static final Logger SERVER_LOG = Logger.getLogger("dev.sekisho.decisions");

    private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final DecisionConfig config;
    private final LongSupplier nanos;
    private final AtomicLong diverted = new AtomicLong();
    private @Nullable RotatingFile file;
    private boolean failing;
    private long failedNanos;
    private long divertedLogged;

    Sink(DecisionConfig config) {
        this(config, System::nanoTime);
    }

    /** For tests: a sink with its own clock. */
    Sink(DecisionConfig config, LongSupplier nanos) {
        this.config = config;
        this.nanos = nanos;
    }

    /** Writes {@code logfmt}: lines, each with a line feed. */
    void publish(String logfmt) {
        if (logfmt.isEmpty()) {
            return;
        }
        String lines =
                config.json() ? logfmt.lines().map(JsonLine::of).collect(Collectors.joining("\n", "", "\n")) : logfmt;
        boolean toFile = !config.logFile().equals("-");
        if (toFile && append(lines)) {
            return;
        }
        if (toFile) {
            diverted.addAndGet(lines.lines().count());
        }
        lines.lines().forEach(config.json() ? System.out::println : SERVER_LOG::info);
    }

    /** Checks the file while there is nothing to write. */
    void idle() {
        RotatingFile target = file;
        if (target != null) {
            try {
                target.releaseMoved();
            } catch (IOException e) {
                fail(e);
            }
            logRecovery();
        }
    }

    /** Lines diverted to the server's log since the start, because the file could not be written. */
    long divertedLines() {
        return diverted.get();
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
            logRecovery();
            return true;
        } catch (IOException | InvalidPathException e) {
            fail(e);
            return false;
        }
    }

    private void fail(Exception cause) {
        failedNanos = nanos.getAsLong();
        if (!failing) {
            DecisionMessages.fileNotWritable(config.logFile(), cause);
            failing = true;
        }
    }

    private void logRecovery() {
        if (failing && nanos.getAsLong() - failedNanos >= MINUTE_NANOS) {
            DecisionMessages.fileWrittenAgain(config.logFile(), diverted.get() - divertedLogged);
            divertedLogged = diverted.get();
            failing = false;
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
