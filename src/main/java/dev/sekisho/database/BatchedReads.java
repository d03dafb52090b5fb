// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.database;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Reads of {@link LimitedReads} that share statements: while the permitted statements are at the database, requests
 * gather, and the next statement answers all of them.
 *
 * <p>A statement starts strictly after the arrival of each request that it answers, so what was committed before a
 * request is in its answer. Equal keys of a batch are read once. A key that the database rejects fails alone: its batch
 * is read again in halves. A statement that exceeds the time limit no longer counts as one at the database, because its
 * thread may wait for the driver's timeout; the threads of {@link LimitedReads} bound such statements.
 */
@ThreadSafe
public final class BatchedReads<K, T> {
    /** Reads keys from the database. */
    @FunctionalInterface
    public interface Reader<K, T> {
        /**
         * Reads all keys with statements that start after the call.
         *
         * @param keys at least one, without duplicates
         * @return an answer for each key, in their order
         * @throws RuntimeException if the database fails, or rejects one of the keys ({@link DatabaseFailure})
         */
        List<Answer<T>> read(List<K> keys);
    }

    private record Waiting<K, T>(K key, PendingRead<T, ?> request) {}

    private final LimitedReads reads;
    private final Reader<K, T> reader;
    private final int most;
    private final int statements;
    private final BlockingQueue<Waiting<K, T>> waiting;
    private final AtomicInteger running = new AtomicInteger();

    BatchedReads(LimitedReads reads, Reader<K, T> reader, int most, int statements, int queue) {
        this.reads = reads;
        this.reader = reader;
        this.most = most;
        this.statements = statements;
        this.waiting = new LinkedBlockingQueue<>(queue);
    }

    /**
     * Submits a read of one key, as {@link LimitedReads#submit}.
     *
     * @param then continues with the value on a thread of {@link LimitedReads}; must not block
     * @return a stage that fails with the exception for this key if the database itself did not fail
     */
    public <R> CompletionStage<R> submit(K key, Function<T, CompletionStage<R>> then, Function<String, R> fallback) {
        return reads.submit(then, fallback, request -> start(new Waiting<>(key, request)));
    }

    /** Requests that wait for a statement. */
    int waiting() {
        return waiting.size();
    }

    private void start(Waiting<K, T> request) {
        if (reads.isDirect()) {
            answer(List.of(request), new Statement());
        } else if (waiting.offer(request)) {
            startStatement();
        } else {
            request.request().giveUp("too many requests wait for the database");
        }
    }

    /**
     * Starts a statement if requests wait and another one may run. The end of a statement calls it too, so no request
     * is missed.
     */
    private void startStatement() {
        while (!waiting.isEmpty()) {
            int now = running.get();
            if (now >= statements) {
                return;
            }
            if (running.compareAndSet(now, now + 1)) {
                execute(new Statement());
                return;
            }
        }
    }

    private void execute(Statement statement) {
        try {
            reads.execute(statement);
        } catch (RejectedExecutionException e) {
            running.decrementAndGet();
            giveUpWaiting("too many requests wait for the database");
        }
    }

    /** Gives up all requests without a statement. */
    void giveUpWaiting(String reason) {
        List<Waiting<K, T>> all = new ArrayList<>();
        waiting.drainTo(all);
        all.forEach(each -> each.request().giveUp(reason));
    }

    private void answer(List<Waiting<K, T>> batch, Statement statement) {
        List<Waiting<K, T>> open = new ArrayList<>(batch);
        open.removeIf(each -> !each.request().begin(statement::ends));
        if (open.isEmpty()) {
            statement.ends();
            return;
        }
        Map<K, Integer> places = new LinkedHashMap<>();
        open.forEach(each -> places.putIfAbsent(each.key(), places.size()));
        List<Answer<T>> answers;
        try {
            answers = read(List.copyOf(places.keySet()));
        } catch (RuntimeException e) {
            statement.ends();
            open.forEach(each -> each.request().readFailed(e));
            return;
        } catch (Error e) {
            statement.ends();
            open.forEach(each -> each.request().crashed(e));
            throw e;
        }
        // The next statement need not wait until all of these have gone on.
        statement.ends();
        for (Waiting<K, T> each : open) {
            goOn(each.request(), answers.get(places.getOrDefault(each.key(), 0)));
        }
    }

    private static <T> void goOn(PendingRead<T, ?> request, Answer<T> answer) {
        Runnable next = answer.fold(value -> () -> request.found(value), failure -> () -> request.readFailed(failure));
        next.run();
    }

    private List<Answer<T>> read(List<K> keys) {
        try {
            return reader.read(keys);
        } catch (RuntimeException e) {
            if (DatabaseFailure.isIn(e)) {
                throw e;
            }
            if (keys.size() == 1) {
                return List.of(Answer.failed(e));
            }
            int half = keys.size() / 2;
            List<Answer<T>> answers = new ArrayList<>(read(keys.subList(0, half)));
            answers.addAll(read(keys.subList(half, keys.size())));
            return answers;
        }
    }

    /** The place of one statement at the database, which it leaves once. */
    private final class Statement implements LimitedReads.Work {
        private final AtomicBoolean ended = new AtomicBoolean();

        @Override
        public void run() {
            List<Waiting<K, T>> batch = new ArrayList<>();
            waiting.drainTo(batch, most);
            answer(batch, this);
        }

        @Override
        public void giveUp(String reason) {
            giveUpWaiting(reason);
            ends();
        }

        void ends() {
            if (!reads.isDirect() && ended.compareAndSet(false, true)) {
                running.decrementAndGet();
                startStatement();
            }
        }
    }
}
