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
 * Who asks a service's counters: the thread that needs them where they are in this process, else one of a few threads,
 * so that no I/O thread ever waits for the network.
 *
 * <p>Bounded in each direction: threads, questions that wait, and time. What cannot be answered takes the service's
 * documented direction at once, is counted, and told once.
 */
@ThreadSafe
public final class RemoteStoreExecutor implements AutoCloseable {
    private static final long IDLE_SECONDS = 60;

    /** Without trouble for so long, it is over: a store at its limit must not be told of twice a second. */
    private static final long OVER_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** Who answers a question: the one that asks the store, or the one that gave it up. */
    public static final class Claim {
        private enum Owner {
            NOBODY,
            ASKING,
            GIVEN_UP
        }

        private final AtomicReference<Owner> owner = new AtomicReference<>(Owner.NOBODY);

        /**
         * Whether the one that asks may answer, and write the decision's line: nobody has given the question up before.
         */
        public boolean take() {
            return owner.compareAndSet(Owner.NOBODY, Owner.ASKING) || owner.get() == Owner.ASKING;
        }

        private boolean giveUp() {
            return owner.compareAndSet(Owner.NOBODY, Owner.GIVEN_UP);
        }
    }

    private final String service;
    private final @Nullable ThreadPoolExecutor threads;
    private final long timeoutNanos;
    private final LongSupplier nanoTime;
    private final Queue<Question<?>> asked = new ConcurrentLinkedQueue<>();
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

    /** For counters in this process: every question is asked by the thread that has it. */
    public static RemoteStoreExecutor direct() {
        return new RemoteStoreExecutor("", null, Duration.ZERO, System::nanoTime);
    }

    /**
     * For counters beyond the network. Somebody has to call {@link #sweep} often.
     *
     * @param service for the log
     * @param threads most questions under way
     * @param queue most questions that wait for a thread
     * @param timeout from a question to giving it up
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
     * Asks the store.
     *
     * @param question what asks; with the claim taken it may write its line, without it another answer was given
     *     meanwhile
     * @param otherwise the answer where the store has none in time
     */
    public <T> CompletionStage<T> ask(Function<Claim, T> question, Supplier<T> otherwise) {
        if (threads == null) {
            return CompletableFuture.completedFuture(question.apply(new Claim()));
        }
        Question<T> next = new Question<>(question, otherwise, nanoTime.getAsLong() + timeoutNanos);
        asked.add(next);
        try {
            threads.execute(next);
        } catch (RejectedExecutionException e) {
            next.giveUp("too many questions wait");
        }
        return next.answer;
    }

    /** Whether questions are asked by the thread that has them. */
    public boolean isDirect() {
        return threads == null;
    }

    /** Where the store may be asked without a time limit of this class; refuses when too many tasks wait. */
    public Executor executor() {
        return threads == null ? Runnable::run : threads;
    }

    /** Gives up what has waited too long. Cheap: questions end in the order in which they came. */
    public void sweep() {
        long now = nanoTime.getAsLong();
        for (Question<?> first = asked.peek(); first != null; first = asked.peek()) {
            if (!first.answer.isDone()) {
                if (first.deadlineNanos - now > 0) {
                    return;
                }
                first.giveUp("no answer within " + TimeUnit.NANOSECONDS.toMillis(timeoutNanos) + " ms");
            }
            asked.remove(first);
        }
        if (failing.get() && now - unansweredNanos > OVER_NANOS && answeredNanos - unansweredNanos > 0) {
            failing.set(false);
            ClusterMessages.answeredAgain(service);
        }
    }

    /** Questions since the start that the store did not answer in time. */
    public long unanswered() {
        return unanswered.get();
    }

    /** Questions that wait for a thread. */
    public int waiting() {
        return threads == null ? 0 : threads.getQueue().size();
    }

    @Override
    public void close() {
        if (threads != null) {
            threads.shutdown();
        }
    }

    private final class Question<T> implements Runnable {
        private final CompletableFuture<T> answer = new CompletableFuture<>();
        private final Claim claim = new Claim();
        private final Supplier<T> otherwise;
        private final long deadlineNanos;
        private @Nullable Function<Claim, T> question;

        Question(Function<Claim, T> question, Supplier<T> otherwise, long deadlineNanos) {
            this.question = question;
            this.otherwise = otherwise;
            this.deadlineNanos = deadlineNanos;
        }

        @Override
        public void run() {
            Function<Claim, T> asks = question;
            // What is answered stays in the line for a while: it must not hold its request.
            question = null;
            if (asks == null || answer.isDone()) {
                return;
            }
            try {
                T found = asks.apply(claim);
                if (claim.take()) {
                    answeredNanos = nanoTime.getAsLong();
                    answer.complete(found);
                }
            } catch (RuntimeException e) {
                if (claim.take()) {
                    unanswered(String.valueOf(e));
                }
            }
        }

        void giveUp(String why) {
            if (claim.giveUp()) {
                unanswered(why);
            }
        }

        /** The one place that decides what a store without an answer means: the service's documented direction. */
        private void unanswered(String why) {
            unanswered.incrementAndGet();
            unansweredNanos = nanoTime.getAsLong();
            if (failing.compareAndSet(false, true)) {
                ClusterMessages.unanswered(service, why);
            }
            answer.complete(otherwise.get());
        }
    }
}
