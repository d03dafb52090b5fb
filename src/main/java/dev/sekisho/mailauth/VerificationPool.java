// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.mailauth;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Runs costly work on a few threads of the container, with a line that has an end.
 *
 * <p>Safe for use by many threads; never blocks, and holds its lock for the moving of a reference only.
 */
public final class VerificationPool {
    private final Executor executor;
    private final int threads;
    private final int line;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private final AtomicLong refused = new AtomicLong();
    private int running;
    private boolean full;

    public VerificationPool(Executor executor, int threads, int line) {
        this.executor = executor;
        this.threads = threads;
        this.line = line;
    }

    /** The result of {@code work} when it has run; empty, and nothing will run, if the line is full. */
    <T> Optional<CompletableFuture<T>> submit(Supplier<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Runnable task = () -> {
            try {
                result.complete(work.get());
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        };
        boolean start;
        synchronized (this) {
            start = running < threads;
            if (!start && waiting.size() >= line) {
                refuse();
                return Optional.empty();
            }
            if (start) {
                running++;
                // Not sooner: in a flood each check that ends would make room for one more, and one more message.
                full = false;
            } else {
                waiting.add(task);
            }
        }
        if (start && !started(task)) {
            return Optional.empty();
        }
        return Optional.of(result);
    }

    private boolean started(Runnable task) {
        try {
            executor.execute(() -> run(task));
            return true;
        } catch (RejectedExecutionException e) {
            synchronized (this) {
                running--;
                refuse();
            }
            return false;
        }
    }

    private void run(Runnable first) {
        Runnable task = first;
        while (task != null) {
            task.run();
            synchronized (this) {
                task = waiting.poll();
                if (task == null) {
                    running--;
                }
            }
        }
    }

    /** Under the lock. Told when it begins, then counted. */
    private void refuse() {
        refused.incrementAndGet();
        if (!full) {
            full = true;
            MailAuthMessages.verificationLineFull(threads, line);
        }
    }

    /** Checks under way and in the line. */
    public synchronized int pending() {
        return running + waiting.size();
    }

    /** Checks that found the line full, since the start. */
    public long refused() {
        return refused.get();
    }
}
