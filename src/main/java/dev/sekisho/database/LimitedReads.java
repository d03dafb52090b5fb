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
 * Reads the database for logins, on threads of its own, and answers in time whatever the database does.
 *
 * <p>From the question to its answer there is one time limit, which includes the wait for a thread and for a
 * connection. A thread that waits in the driver is given up and stays busy until the driver's own limit; there are so
 * many threads and no more, and so many questions wait for one. The database counts as lost when it failed or was too
 * slow and has answered nobody for a second. Then one question at a time goes to it, and all others are answered at
 * once, until it answers.
 */
@ThreadSafe
public final class LimitedReads implements AutoCloseable {
    /** How exactly the limit is kept, in milliseconds: twenty looks a second cost nothing. */
    private static final long SWEEP_MILLIS = 50;

    private static final long IDLE_SECONDS = 60;

    private static final int ANSWER_THREADS = 2;

    /** One bad connection among many is no lost database: somebody else has had an answer since. */
    private static final long ANSWERS_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** What is told when the state changes; called often, and by any thread. */
    public interface Listener {
        /** The database failed, or did not answer in time. */
        void failed(Exception cause);

        /** The database has answered. */
        void answered();
    }

    private final @Nullable ThreadPoolExecutor threads;

    /** Gives the answers of questions that were given up: a client that does not take his must not hold the others'. */
    private final @Nullable ThreadPoolExecutor answers;

    private final Executor scope;
    private final long limitNanos;
    private final LongSupplier nanoTime;
    private final Queue<Question<?, ?>> asked = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean probing = new AtomicBoolean();
    private final LongAdder unanswered = new LongAdder();
    private volatile Listener listener = new Listener() {
        @Override
        public void failed(Exception cause) {
            // Nobody listens yet.
        }

        @Override
        public void answered() {
            // Nobody listens yet.
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

    /** For tests: each question is asked by the thread that has it, without a time limit. */
    public static LimitedReads direct() {
        return new LimitedReads(null, null, Runnable::run, Duration.ZERO, System::nanoTime);
    }

    /**
     * With threads of its own. Somebody has to call {@link #sweep} often, or {@link #start} once.
     *
     * @param threads most questions at the database at a time
     * @param queue most questions that wait for a thread
     * @param limit from a question to its answer
     * @param scope runs a reading at once, in a scope of the container of its own: a connection stays with the scope
     *     that used it, and a thread's would never end
     * @param nanoTime {@link System#nanoTime()}, or a test's clock
     */
    public static LimitedReads bounded(
            int threads, int queue, Duration limit, ThreadFactory factory, Executor scope, LongSupplier nanoTime) {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(queue), factory);
        executor.allowCoreThreadTimeOut(true);
        // No more wait in it than there are questions.
        ThreadPoolExecutor answers = new ThreadPoolExecutor(
                ANSWER_THREADS, ANSWER_THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
        answers.allowCoreThreadTimeOut(true);
        return new LimitedReads(executor, answers, scope, limit, nanoTime);
    }

    /** Keeps the limit with a thread of its own: it must not wait for those that wait for the database. */
    public void start(ThreadFactory factory) {
        factory.newThread(() -> {
                    try {
                        while (!closed) {
                            // A thread of its own: the server's timers share threads with what may wait for the
                            // database.
                            Thread.sleep(SWEEP_MILLIS);
                            sweepSafely();
                        }
                    } catch (InterruptedException e) {
                        // The application ends.
                        Thread.currentThread().interrupt();
                    }
                })
                .start();
    }

    /** Who is told of failures and answers. */
    public void listen(Listener next) {
        listener = next;
    }

    /**
     * Asks the database.
     *
     * @param read asks it, and nothing else; on a thread of this class
     * @param then goes on with what was read, on the same thread, unless the question was given up; must not block
     * @param otherwise the answer when the database has none, with the reason
     * @return fails with what {@code read} threw if that was no trouble of the database
     */
    public <T, R> CompletionStage<R> ask(
            Supplier<T> read, Function<T, CompletionStage<R>> then, Function<String, R> otherwise) {
        boolean probe = lost;
        if (probe && !probing.compareAndSet(false, true)) {
            unanswered.increment();
            return CompletableFuture.completedFuture(otherwise.apply("database unavailable"));
        }
        Question<T, R> question = new Question<>(read, then, otherwise, nanoTime.getAsLong() + limitNanos, probe);
        if (threads == null) {
            question.run();
            return question.answer;
        }
        asked.add(question);
        try {
            threads.execute(question);
        } catch (RejectedExecutionException e) {
            question.giveUp("too many questions wait for the database");
        }
        return question.answer;
    }

    /** Whether the database counts as lost. */
    public boolean isLost() {
        return lost;
    }

    /** Questions that got no answer of the database, since the start. */
    public long unanswered() {
        return unanswered.sum();
    }

    /** Questions that wait for a thread. */
    public int waiting() {
        return threads == null ? 0 : threads.getQueue().size();
    }

    /** Gives up what has waited too long. Cheap: questions end in the order in which they came. */
    public void sweep() {
        long now = nanoTime.getAsLong();
        for (Question<?, ?> first = asked.peek(); first != null; first = asked.peek()) {
            if (!first.isOver()) {
                if (first.deadlineNanos - now > 0) {
                    return;
                }
                first.late();
            }
            asked.remove(first);
        }
    }

    /** A fault of ours is told as one of the database; it must not end the keeping of the limit. */
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
                // Their turn would come only when those before them have failed too.
                List<Runnable> behind = new ArrayList<>();
                threads.getQueue().drainTo(behind);
                behind.forEach(each -> ((Question<?, ?>) each).giveUp("database unavailable"));
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

    private final class Question<T, R> implements Runnable {
        private static final int WAITING = 0;
        private static final int READING = 1;
        private static final int OVER = 2;

        private final CompletableFuture<R> answer = new CompletableFuture<>();
        private final AtomicInteger state = new AtomicInteger(WAITING);
        private final Function<String, R> otherwise;
        private final long deadlineNanos;
        private final boolean probe;
        private @Nullable Supplier<T> reading;
        private @Nullable Function<T, CompletionStage<R>> then;

        Question(
                Supplier<T> read,
                Function<T, CompletionStage<R>> then,
                Function<String, R> otherwise,
                long deadlineNanos,
                boolean probe) {
            this.reading = read;
            this.then = then;
            this.otherwise = otherwise;
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
            Supplier<T> reads = reading;
            Function<T, CompletionStage<R>> next = then;
            // What is over stays in the line for a while: it must not hold its request.
            reading = null;
            then = null;
            if (reads == null || next == null || !state.compareAndSet(WAITING, READING)) {
                return;
            }
            T found;
            try {
                found = reads.get();
            } catch (RuntimeException e) {
                refused(e);
                return;
            } catch (Error e) {
                if (end()) {
                    answer.completeExceptionally(e);
                }
                throw e;
            }
            // An answer that came too late is no sign that the next one will come in time.
            if (end()) {
                answered();
                goOn(next, found);
            }
        }

        private void goOn(Function<T, CompletionStage<R>> next, T found) {
            try {
                var unused = next.apply(found).whenComplete((result, trouble) -> {
                    if (trouble == null) {
                        answer.complete(result);
                    } else {
                        answer.completeExceptionally(trouble);
                    }
                });
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        }

        /** The one place that decides what an exception of a reading means. */
        private void refused(RuntimeException cause) {
            boolean ofDatabase = DatabaseTrouble.isIn(cause);
            boolean inTime = end();
            if (ofDatabase) {
                LimitedReads.this.failed(cause);
            } else if (inTime) {
                // It answered, but not what can be read: that is of this row.
                answered();
            }
            if (inTime && ofDatabase) {
                unanswered.increment();
                answer.complete(otherwise.apply("database unavailable"));
            } else if (inTime) {
                answer.completeExceptionally(cause);
            }
        }

        /** Its time is over. */
        void late() {
            boolean reading = state.get() == READING;
            String reason = "no answer of the database within " + TimeUnit.NANOSECONDS.toMillis(limitNanos) + " ms";
            if (giveUp(reason) && reading) {
                LimitedReads.this.failed(new SQLTimeoutException(reason));
            }
        }

        /** Whether it had no answer yet. */
        boolean giveUp(String reason) {
            if (!end()) {
                return false;
            }
            unanswered.increment();
            try {
                if (answers != null) {
                    answers.execute(() -> answer.complete(otherwise.apply(reason)));
                    return true;
                }
            } catch (RejectedExecutionException e) {
                // The application ends.
            }
            answer.complete(otherwise.apply(reason));
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
