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
 * Where decision lines end: the configured file, or the server's log where that was asked for or the file fails.
 *
 * <p>As JSON they reach the server's log through the standard output, as Liberty's {@code appsWriteJson} has it: it
 * hands on such a line as it is, while it would wrap a logger's message into a text of its own object.
 *
 * <p>A file that fails is tried again with every batch. The trouble is told once, and its end when the file has been
 * written for a minute: on a disk that is almost full, short batches find room and long ones do not.
 *
 * <p>Confined to the writer's thread, but for {@link #divertedLines}.
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
    private long divertedTold;

    Sink(DecisionConfig config) {
        this(config, System::nanoTime);
    }

    /** A sink with a clock of its own, for tests. */
    Sink(DecisionConfig config, LongSupplier nanos) {
        this.config = config;
        this.nanos = nanos;
    }

    /** Writes {@code logfmt}, lines that each end in a line feed. */
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

    /** Looks after the file while there is nothing to write. */
    void idle() {
        RotatingFile target = file;
        if (target != null) {
            try {
                target.releaseMoved();
            } catch (IOException e) {
                fail(e);
            }
            tellRecovered();
        }
    }

    /** Lines that went to the server's log since the start, because the file could not be written. */
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
            tellRecovered();
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

    private void tellRecovered() {
        if (failing && nanos.getAsLong() - failedNanos >= MINUTE_NANOS) {
            DecisionMessages.fileWrittenAgain(config.logFile(), diverted.get() - divertedTold);
            divertedTold = diverted.get();
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
