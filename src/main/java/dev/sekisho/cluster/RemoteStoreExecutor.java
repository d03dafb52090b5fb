// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.cluster;

import com.google.errorprone.annotations.ThreadSafe;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a service's requests to the shared counters: on the calling thread if the counters are in this process, else on
 * one of a few threads, so that I/O threads never wait for the network.
 *
 * <p>Threads, waiting requests and time are bounded. A request that exceeds a bound gets the service's documented
 * fallback at once and is counted; the first one is logged.
 */
@ThreadSafe
public final class RemoteStoreExecutor implements AutoCloseable {
    private static final long IDLE_SECONDS = 60;

    /** An outage ends after this time without a failure, so that an overloaded store is not logged twice a second. */
    private static final long OVER_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** Ensures that a request is completed once: by its result, or by its fallback. */
    public static final class CompletionToken {
        private enum Owner {
            NONE,
            REQUEST,
            FALLBACK
        }

        private final AtomicReference<Owner> owner = new AtomicReference<>(Owner.NONE);

        /**
         * Acquires the right to complete the request and to log its decision; false if the fallback completed it
         * before.
         */
        public boolean acquire() {
            return owner.compareAndSet(Owner.NONE, Owner.REQUEST) || owner.get() == Owner.REQUEST;
        }

        private boolean acquireForFallback() {
            return owner.compareAndSet(Owner.NONE, Owner.FALLBACK);
        }
    }

    private final String service;
    private final @Nullable ThreadPoolExecutor threads;
    private final long timeoutNanos;
    private final LongSupplier nanoTime;
    private final Queue<Request<?>> pending = new ConcurrentLinkedQueue<>();
    private final AtomicLong unanswered = new AtomicLong();
    private final AtomicBoolean failing = new AtomicBoolean();
    private volatile long answeredNanos;
    private volatile long unansweredNanos;

    private RemoteStoreExecutor(
            String service, @Nullable ThreadPoolExecutor threads, Duration timeout, LongSupplier nanoTime) {
        this.service = service;
        this.threads = threads;
        this.timeoutNanos = timeout.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Creates an executor for counters in this process: each request runs on the calling thread. */
    public static RemoteStoreExecutor direct() {
        return new RemoteStoreExecutor("", null, Duration.ZERO, System::nanoTime);
    }

    /**
     * Creates an executor for counters on other nodes. The caller must run {@link #sweep} periodically.
     *
     * @param service name for the log
     * @param threads maximum concurrent requests
     * @param queue maximum requests that wait for a thread
     * @param timeout from submission to the fallback
     * @param nanoTime {@link System#nanoTime()}, or a test's clock
     */
    public static RemoteStoreExecutor bounded(
            String service, int threads, int queue, Duration timeout, ThreadFactory factory, LongSupplier nanoTime) {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(queue), factory);
        executor.allowCoreThreadTimeOut(true);
        return new RemoteStoreExecutor(service, executor, timeout, nanoTime);
    }

    /**
     * Submits a request to the store.
     *
     * @param request accesses the store; it may log its decision only if it acquires the token, because otherwise the
     *     fallback was returned meanwhile
     * @param fallback the result if the store does not answer in time
     */
    public <T> CompletionStage<T> submit(Function<CompletionToken, T> request, Supplier<T> fallback) {
        if (threads == null) {
            return CompletableFuture.completedFuture(request.apply(new CompletionToken()));
        }
        Request<T> next = new Request<>(request, fallback, nanoTime.getAsLong() + timeoutNanos);
        pending.add(next);
        try {
            threads.execute(next);
        } catch (RejectedExecutionException e) {
            next.giveUp("too many requests wait");
        }
        return next.answer;
    }

    /** Whether requests run on the calling thread. */
    public boolean isDirect() {
        return threads == null;
    }

    /** An executor for access to the store without the timeout of this class; it rejects tasks when too many wait. */
    public Executor executor() {
        return threads == null ? Runnable::run : threads;
    }

    /**
     * Completes timed-out requests with their fallback. Cheap, because requests time out in the order of submission.
     */
    public void sweep() {
        long now = nanoTime.getAsLong();
        for (Request<?> first = pending.peek(); first != null; first = pending.peek()) {
            if (!first.answer.isDone()) {
                if (first.deadlineNanos - now > 0) {
                    return;
                }
                first.giveUp("no answer within " + TimeUnit.NANOSECONDS.toMillis(timeoutNanos) + " ms");
            }
            pending.remove(first);
        }
        if (failing.get() && now - unansweredNanos > OVER_NANOS && answeredNanos - unansweredNanos > 0) {
            failing.set(false);
            ClusterMessages.answeredAgain(service);
        }
    }

    /** Requests since the start that the store did not answer in time. */
    public long unanswered() {
        return unanswered.get();
    }

    /** Requests that wait for a thread. */
    public int waiting() {
        return threads == null ? 0 : threads.getQueue().size();
    }

    @Override
    public void close() {
        if (threads != null) {
            threads.shutdown();
        }
    }

    private final class Request<T> implements Runnable {
        private final CompletableFuture<T> answer = new CompletableFuture<>();
        private final CompletionToken token = new CompletionToken();
        private final Supplier<T> fallback;
        private final long deadlineNanos;
        private @Nullable Function<CompletionToken, T> request;

        Request(Function<CompletionToken, T> request, Supplier<T> fallback, long deadlineNanos) {
            this.request = request;
            this.fallback = fallback;
            this.deadlineNanos = deadlineNanos;
        }

        @Override
        public void run() {
            Function<CompletionToken, T> current = request;
            // A completed request stays in the queue for a while and must not retain the caller's objects.
            request = null;
            if (current == null || answer.isDone()) {
                return;
            }
            try {
                T found = current.apply(token);
                if (token.acquire()) {
                    answeredNanos = nanoTime.getAsLong();
                    answer.complete(found);
                }
            } catch (RuntimeException e) {
                if (token.acquire()) {
                    unanswered(String.valueOf(e));
                }
            }
        }

        void giveUp(String why) {
            if (token.acquireForFallback()) {
                unanswered(why);
            }
        }

        /** The only place that handles a store that does not answer: by the service's documented fallback. */
        private void unanswered(String why) {
            unanswered.incrementAndGet();
            unansweredNanos = nanoTime.getAsLong();
            if (failing.compareAndSet(false, true)) {
                ClusterMessages.unanswered(service, why);
            }
            answer.complete(fallback.get());
        }
    }
}
