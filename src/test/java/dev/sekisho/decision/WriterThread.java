// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.decision;

import java.nio.file.Path;

/**
 * A line writer on a thread of its own, as the container gives it one.
 *
 * <p>For the test's thread.
 */
final class WriterThread {
    /** Far longer than writing takes, in milliseconds; a writer that hangs fails the test. */
    private static final long END_MILLIS = 10_000;

    private final LineWriter lines;
    private Thread thread = new Thread();

    WriterThread(Path file) {
        lines = new LineWriter(new DecisionConfig(file.toString(), 1, 2, false));
        start();
    }

    private void start() {
        lines.start(run -> {
            thread = new Thread(run, "decision-lines");
            thread.start();
        });
    }

    LineWriter lines() {
        return lines;
    }

    /** Closes the writer and waits until it has written what it had. */
    void finish() throws InterruptedException {
        lines.close();
        thread.join(END_MILLIS);
        if (thread.isAlive()) {
            throw new AssertionError("the writer does not end");
        }
    }
}
