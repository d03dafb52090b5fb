// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.database;

import com.google.errorprone.annotations.ThreadSafe;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
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
    private final Queue<Request<?, ?>> pending = new ConcurrentLinkedQueue<>();
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
            LongSupplier nanoTime) {
        this.threads = threads;
        this.answers = answers;
        this.scope = scope;
        this.limitNanos = limit.toNanos();
        this.nanoTime = nanoTime;
        this.answeredNanos = nanoTime.getAsLong() - 2 * ANSWERS_NANOS;
    }

    /** Creates an instance for tests: each request runs on the calling thread, without a time limit. */
    public static LimitedReads direct() {
        return new LimitedReads(null, null, Runnable::run, Duration.ZERO, System::nanoTime);
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
        return new LimitedReads(executor, answers, scope, limit, nanoTime);
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
        boolean probe = lost;
        if (probe && !probing.compareAndSet(false, true)) {
            unanswered.increment();
            return CompletableFuture.completedFuture(fallback.apply("database unavailable"));
        }
        Request<T, R> request = new Request<>(read, then, fallback, nanoTime.getAsLong() + limitNanos, probe);
        if (threads == null) {
            request.run();
            return request.answer;
        }
        pending.add(request);
        try {
            threads.execute(request);
        } catch (RejectedExecutionException e) {
            request.giveUp("too many requests wait for the database");
        }
        return request.answer;
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
        return threads == null ? 0 : threads.getQueue().size();
    }

    /**
     * Completes timed-out requests with their fallback. Cheap, because requests time out in the order of submission.
     */
    public void sweep() {
        long now = nanoTime.getAsLong();
        for (Request<?, ?> first = pending.peek(); first != null; first = pending.peek()) {
            if (!first.isOver()) {
                if (first.deadlineNanos - now > 0) {
                    return;
                }
                first.timeOut();
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

    private void answered() {
        answeredNanos = nanoTime.getAsLong();
        lost = false;
        listener.answered();
    }

    private void failed(Exception cause) {
        listener.failed(cause);
        if (!lost && nanoTime.getAsLong() - answeredNanos > ANSWERS_NANOS) {
            lost = true;
            if (threads != null) {
                // Otherwise they would wait until the requests before them have failed too.
                List<Runnable> behind = new ArrayList<>();
                threads.getQueue().drainTo(behind);
                behind.forEach(each -> ((Request<?, ?>) each).giveUp("database unavailable"));
            }
        }
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

    private final class Request<T, R> implements Runnable {
        private static final int WAITING = 0;
        private static final int READING = 1;
        private static final int OVER = 2;

        private final CompletableFuture<R> answer = new CompletableFuture<>();
        private final AtomicInteger state = new AtomicInteger(WAITING);
        private final Function<String, R> fallback;
        private final long deadlineNanos;
        private final boolean probe;
        private @Nullable Supplier<T> reading;
        private @Nullable Function<T, CompletionStage<R>> then;

        Request(
                Supplier<T> read,
                Function<T, CompletionStage<R>> then,
                Function<String, R> fallback,
                long deadlineNanos,
                boolean probe) {
            this.reading = read;
            this.then = then;
            this.fallback = fallback;
            this.deadlineNanos = deadlineNanos;
            this.probe = probe;
        }

        boolean isOver() {
            return state.get() == OVER;
        }

        @Override
        public void run() {
            scope.execute(this::read);
        }

        private void read() {
            Supplier<T> current = reading;
            Function<T, CompletionStage<R>> next = then;
            // A completed request stays in the queue for a while and must not retain the caller's objects.
            reading = null;
            then = null;
            if (current == null || next == null || !state.compareAndSet(WAITING, READING)) {
                return;
            }
            T found;
            try {
                found = current.get();
            } catch (RuntimeException e) {
                readFailed(e);
                return;
            } catch (Error e) {
                if (end()) {
                    answer.completeExceptionally(e);
                }
                throw e;
            }
            // A late answer does not count, because the next one may be late too.
            if (end()) {
                answered();
                goOn(next, found);
            }
        }

        private void goOn(Function<T, CompletionStage<R>> next, T found) {
            try {
                var unused = next.apply(found).whenComplete((result, failure) -> {
                    if (failure == null) {
                        answer.complete(result);
                    } else {
                        answer.completeExceptionally(failure);
                    }
                });
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        }

        /** The only place that handles an exception of a read. */
        private void readFailed(RuntimeException cause) {
            boolean ofDatabase = DatabaseFailure.isIn(cause);
            boolean inTime = end();
            if (ofDatabase) {
                LimitedReads.this.failed(cause);
            } else if (inTime) {
                // The database answered, but this row cannot be read.
                answered();
            }
            if (inTime && ofDatabase) {
                unanswered.increment();
                answer.complete(fallback.apply("database unavailable"));
            } else if (inTime) {
                answer.completeExceptionally(cause);
            }
        }

        /** Gives up the request at its deadline; a running read counts as a failure of the database. */
        void timeOut() {
            boolean reading = state.get() == READING;
            String reason = "no answer from the database within " + TimeUnit.NANOSECONDS.toMillis(limitNanos) + " ms";
            if (giveUp(reason) && reading) {
                LimitedReads.this.failed(new SQLTimeoutException(reason));
            }
        }

        /** Completes the request with its fallback; false if it was completed before. */
        boolean giveUp(String reason) {
            if (!end()) {
                return false;
            }
            unanswered.increment();
            try {
                if (answers != null) {
                    answers.execute(() -> answer.complete(fallback.apply(reason)));
                    return true;
                }
            } catch (RejectedExecutionException e) {
                // The application stops.
            }
            answer.complete(fallback.apply(reason));
            return true;
        }

        private boolean end() {
            boolean first = state.getAndSet(OVER) != OVER;
            if (first && probe) {
                probing.set(false);
            }
            return first;
        }
    }
}
