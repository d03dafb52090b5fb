// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.database;

import com.google.errorprone.annotations.ThreadSafe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the database for logins, on its own threads and within a time limit.
 *
 * <p>The limit covers the whole request, including the wait for a thread and for a connection. A thread that waits in
 * the driver cannot be interrupted and stays busy until the driver's own timeout; the number of threads and of waiting
 * requests is bounded. The database counts as lost after a failure or timeout if it has answered no request for a
 * second. Then one request at a time probes it, and all others get their fallback at once, until it answers.
 */
@ThreadSafe
public final class LimitedReads implements AutoCloseable {
    /** Accuracy of the limit in milliseconds; twenty checks a second cost nothing. */
    private static final long SWEEP_MILLIS = 50;

    private static final long IDLE_SECONDS = 60;

    private static final int ANSWER_THREADS = 2;

    private static final String UNAVAILABLE = "database unavailable";

    /** A failure within this time after an answer does not count as a loss: one bad connection among many. */
    private static final long ANSWERS_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Receives the outcome of requests; called often and by any thread. */
    public interface Listener {
        /** The database failed, or did not answer in time. */
        void failed(Exception cause);

        /** The database has answered. */
        void answered();
    }

    private final @Nullable ThreadPoolExecutor threads;

    /** Completes timed-out requests with their fallback: a slow consumer of one must not delay the others. */
    private final @Nullable ThreadPoolExecutor answers;

    private final Executor scope;
    private final long limitNanos;
    private final LongSupplier nanoTime;
    private final int queue;
    private final List<BatchedReads<?, ?>> batched = new CopyOnWriteArrayList<>();
    private final Queue<PendingRead<?, ?>> pending = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean probing = new AtomicBoolean();
    private final LongAdder unanswered = new LongAdder();
    private volatile Listener listener = new Listener() {
        @Override
        public void failed(Exception cause) {
            // No listener yet.
        }

        @Override
        public void answered() {
            // No listener yet.
        }
    };
    private volatile boolean lost;
    private volatile boolean closed;
    private volatile long answeredNanos;

    private LimitedReads(
            @Nullable ThreadPoolExecutor threads,
            @Nullable ThreadPoolExecutor answers,
            Executor scope,
            Duration limit,
            int queue,
            LongSupplier nanoTime) {
        this.threads = threads;
        this.answers = answers;
        this.scope = scope;
        this.limitNanos = limit.toNanos();
        this.queue = queue;
        this.nanoTime = nanoTime;
        this.answeredNanos = nanoTime.getAsLong() - 2 * ANSWERS_NANOS;
    }

    /** Creates an instance for tests: each request runs on the calling thread, without a time limit. */
    public static LimitedReads direct() {
        return new LimitedReads(null, null, Runnable::run, Duration.ZERO, 1, System::nanoTime);
    }

    /**
     * Creates an instance with its own threads. The caller must run {@link #sweep} periodically, or {@link #start}
     * once.
     *
     * @param threads maximum concurrent requests to the database
     * @param queue maximum requests that wait for a thread
     * @param limit from submission to the result
     * @param scope runs each read at once, in its own scope of the container: a connection stays with the scope that
     *     used it, and the scope of a thread would never end
     * @param nanoTime {@link System#nanoTime()}, or a test's clock
     */
    public static LimitedReads bounded(
            int threads, int queue, Duration limit, ThreadFactory factory, Executor scope, LongSupplier nanoTime) {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(queue), factory);
        executor.allowCoreThreadTimeOut(true);
        // Its queue is bounded by the number of requests.
        ThreadPoolExecutor answers = new ThreadPoolExecutor(
                ANSWER_THREADS, ANSWER_THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
        answers.allowCoreThreadTimeOut(true);
        return new LimitedReads(executor, answers, scope, limit, queue, nanoTime);
    }

    /** Starts a thread that enforces the limit: it must not wait for threads that wait for the database. */
    public void start(ThreadFactory factory) {
        factory.newThread(() -> {
                    try {
                        while (!closed) {
                            // Not a timer: the server's timers share threads with tasks that may wait for the database.
                            Thread.sleep(SWEEP_MILLIS);
                            sweepSafely();
                        }
                    } catch (InterruptedException e) {
                        // The application stops.
                        Thread.currentThread().interrupt();
                    }
                })
                .start();
    }

    /** Sets the listener for failures and answers. */
    public void listen(Listener next) {
        listener = next;
    }

    /**
     * Submits a read of the database.
     *
     * @param read reads the database and does nothing else; runs on a thread of this class
     * @param then continues with the result on the same thread, unless the request has timed out; must not block
     * @param fallback the fallback if the database does not answer, called with the reason
     * @return a stage that fails with the exception of {@code read} if the database itself did not fail
     */
    public <T, R> CompletionStage<R> submit(
            Supplier<T> read, Function<T, CompletionStage<R>> then, Function<String, R> fallback) {
        return submit(then, fallback, request -> {
            Single<T> work = new Single<>(read, request);
            try {
                execute(work);
            } catch (RejectedExecutionException e) {
                work.giveUp("too many requests wait for the database");
            }
        });
    }

    /**
     * Reads that share statements, with the threads, the limit and the state of this object.
     *
     * @param most keys of a statement
     * @param statements most statements at the database at a time
     */
    public <K, T> BatchedReads<K, T> batched(BatchedReads.Reader<K, T> reader, int most, int statements) {
        BatchedReads<K, T> reads = new BatchedReads<>(this, reader, most, statements, queue);
        batched.add(reads);
        return reads;
    }

    /** Begins a request, unless the database is lost and another request probes it. */
    <T, R> CompletionStage<R> submit(
            Function<T, CompletionStage<R>> then, Function<String, R> fallback, Consumer<PendingRead<T, R>> start) {
        boolean probe = lost;
        if (probe && !probing.compareAndSet(false, true)) {
            unanswered.increment();
            return CompletableFuture.completedFuture(fallback.apply(UNAVAILABLE));
        }
        PendingRead<T, R> request = new PendingRead<>(this, then, fallback, nanoTime.getAsLong() + limitNanos, probe);
        if (threads != null) {
            pending.add(request);
        }
        start.accept(request);
        return request.answer();
    }

    /** Runs {@code work} in a scope of its own: on a thread of this class, or at once for {@link #direct}. */
    void execute(Work work) {
        if (threads == null) {
            scope.execute(work);
        } else {
            threads.execute(new Scoped(work));
        }
    }

    boolean isDirect() {
        return threads == null;
    }

    /** Whether the database counts as lost. */
    public boolean isLost() {
        return lost;
    }

    /** Requests since the start that the database did not answer. */
    public long unanswered() {
        return unanswered.sum();
    }

    /** Requests that wait for a thread. */
    public int waiting() {
        return batched.stream().mapToInt(BatchedReads::waiting).sum()
                + (threads == null ? 0 : threads.getQueue().size());
    }

    /**
     * Completes timed-out requests with their fallback. Cheap, because requests time out in the order of submission.
     */
    public void sweep() {
        long now = nanoTime.getAsLong();
        for (PendingRead<?, ?> first = pending.peek(); first != null; first = pending.peek()) {
            if (!first.isOver()) {
                if (first.deadlineNanos() - now > 0) {
                    return;
                }
                first.timeOut(TimeUnit.NANOSECONDS.toMillis(limitNanos));
            }
            pending.remove(first);
        }
    }

    /** Reports an unexpected exception as a failure of the database, so that it does not end the thread. */
    private void sweepSafely() {
        try {
            sweep();
        } catch (RuntimeException e) {
            listener.failed(e);
        }
    }

    void answered() {
        answeredNanos = nanoTime.getAsLong();
        lost = false;
        listener.answered();
    }

    void failed(Exception cause) {
        listener.failed(cause);
        if (!lost && nanoTime.getAsLong() - answeredNanos > ANSWERS_NANOS) {
            lost = true;
            // Otherwise they would wait until the requests before them have failed too.
            batched.forEach(each -> each.giveUpWaiting(UNAVAILABLE));
            if (threads != null) {
                List<Runnable> behind = new ArrayList<>();
                threads.getQueue().drainTo(behind);
                behind.forEach(each -> ((Scoped) each).work().giveUp(UNAVAILABLE));
            }
        }
    }

    void countUnanswered() {
        unanswered.increment();
    }

    void probeEnded() {
        probing.set(false);
    }

    /** Completes a request that the database has not answered. */
    void complete(Runnable completion) {
        try {
            if (answers != null) {
                answers.execute(completion);
                return;
            }
        } catch (RejectedExecutionException e) {
            // The application stops.
        }
        completion.run();
    }

    @Override
    public void close() {
        closed = true;
        if (threads != null) {
            threads.shutdown();
        }
        if (answers != null) {
            answers.shutdown();
        }
    }

    /** What a thread does for one or more requests. */
    interface Work extends Runnable {
        /** Ends the requests without a read. */
        void giveUp(String reason);
    }

    /** Work in the queue of the threads. */
    private final class Scoped implements Runnable {
        private final Work work;

        Scoped(Work work) {
            this.work = work;
        }

        Work work() {
            return work;
        }

        @Override
        public void run() {
            scope.execute(work);
        }
    }

    /** The read of one request. */
    private record Single<T>(Supplier<T> read, PendingRead<T, ?> request) implements Work {
        @Override
        public void run() {
            if (!request.begin(() -> {})) {
                return;
            }
            T found;
            try {
                found = read.get();
            } catch (RuntimeException e) {
                request.readFailed(e);
                return;
            } catch (Error e) {
                request.crashed(e);
                throw e;
            }
            request.found(found);
        }

        @Override
        public void giveUp(String reason) {
            request.giveUp(reason);
        }
    }
}
