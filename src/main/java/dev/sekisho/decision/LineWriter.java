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
 * Writes lines from a bounded queue to a rotating file, on a thread of its own.
 *
 * <p>{@link #write} never blocks: if the disk is too slow, lines are dropped and counted. Lines are written in batches,
 * one system call a batch. {@link #close} flushes the queue.
 */
@ThreadSafe
public class LineWriter implements AutoCloseable {
    /** Capacity of the queue, about 20 MB: more than a second at the highest rate of the services. */
    private static final int QUEUE_LINES = 65_536;

    /** Lines of one batch; about 128 KiB. */
    private static final int BATCH_LINES = 512;

    /** Time to collect a batch, in milliseconds; unnoticeable with {@code tail -f}. */
    private static final long GATHER_MILLIS = 20;

    private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private static final String END = "";

    private final BlockingQueue<String> queue = new ArrayBlockingQueue<>(QUEUE_LINES);
    private final LongAdder dropped = new LongAdder();
    private final Sink sink;
    private long droppedLogged;
    private long droppedLoggedNanos;
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

    /** Queues {@code line}, which ends in a line feed, or drops it. */
    void write(String line) {
        if (closed || !queue.offer(line)) {
            dropped.increment();
        }
    }

    /** Lines dropped since the start. */
    public long droppedLines() {
        return dropped.sum();
    }

    /** Lines diverted to the server's log since the start, because the file could not be written. */
    public long divertedLines() {
        return sink.divertedLines();
    }

    @Override
    public void close() {
        closed = true;
        // Wakes a waiting writer. With a full queue this fails, but then the writer is not waiting.
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
            // The container interrupts its threads after the application has closed this writer.
            Thread.currentThread().interrupt();
        }
    }

    private void tellDropped() {
        long now = System.nanoTime();
        long sum = dropped.sum();
        if (sum > droppedLogged && now - droppedLoggedNanos >= MINUTE_NANOS) {
            DecisionMessages.linesDropped(sum - droppedLogged);
            droppedLogged = sum;
            droppedLoggedNanos = now;
        }
    }
}
