// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.decision;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Writes lines to a rotating file from one thread of its own, handed over by a bounded queue.
 *
 * <p>{@link #write} never blocks: when the disk cannot keep up the line is dropped and counted. Lines are written in
 * batches, one system call a batch. {@link #close} writes out what was handed over before it.
 */
@ThreadSafe
public class LineWriter implements AutoCloseable {
    /** Lines that may wait: over a second of the most that the services can decide, some 20 MB. */
    private static final int QUEUE_LINES = 65_536;

    /** Lines written at once; about 128 KiB. */
    private static final int BATCH_LINES = 512;

    /** How long a line may wait for company, in milliseconds; unnoticed by a person with {@code tail -f}. */
    private static final long GATHER_MILLIS = 20;

    private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private static final String END = "";

    private final BlockingQueue<String> queue = new ArrayBlockingQueue<>(QUEUE_LINES);
    private final LongAdder dropped = new LongAdder();
    private final Sink sink;
    private long droppedTold;
    private long droppedTellNanos;
    private volatile boolean closed;

    public LineWriter(DecisionConfig config) {
        this.sink = new Sink(config);
    }

    /** A writer that drops each line. */
    static LineWriter off() {
        LineWriter writer = new LineWriter(new DecisionConfig("-", 1, 1, false));
        writer.close();
        return writer;
    }

    /** Starts the writing thread. */
    public void start(Executor executor) {
        executor.execute(this::run);
    }

    /** Hands over {@code line}, which ends in a line feed, or drops it. */
    void write(String line) {
        if (closed || !queue.offer(line)) {
            dropped.increment();
        }
    }

    /** Lines dropped since the start. */
    public long droppedLines() {
        return dropped.sum();
    }

    /** Lines that went to the server's log since the start, because the file could not be written. */
    public long divertedLines() {
        return sink.divertedLines();
    }

    @Override
    public void close() {
        closed = true;
        // Wakes a waiting writer. A full queue needs no waking, so it does not matter if this finds no room.
        var unused = queue.offer(END);
    }

    private void run() {
        List<String> batch = new ArrayList<>(BATCH_LINES);
        try (sink) {
            while (!(closed && queue.isEmpty())) {
                String first = queue.poll(1, TimeUnit.SECONDS);
                if (first != null) {
                    if (queue.size() < BATCH_LINES && !closed) {
                        TimeUnit.MILLISECONDS.sleep(GATHER_MILLIS);
                    }
                    batch.add(first);
                    queue.drainTo(batch, BATCH_LINES - 1);
                    sink.publish(String.join("", batch));
                    batch.clear();
                } else {
                    sink.idle();
                }
                tellDropped();
            }
        } catch (InterruptedException e) {
            // The container ends its threads after the application has closed this writer: nothing is left to do.
            Thread.currentThread().interrupt();
        }
    }

    private void tellDropped() {
        long now = System.nanoTime();
        long sum = dropped.sum();
        if (sum > droppedTold && now - droppedTellNanos >= MINUTE_NANOS) {
            DecisionMessages.linesDropped(sum - droppedTold);
            droppedTold = sum;
            droppedTellNanos = now;
        }
    }
}
