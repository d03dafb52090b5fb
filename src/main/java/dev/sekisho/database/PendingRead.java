// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.database;

import com.google.errorprone.annotations.ThreadSafe;
import java.sql.SQLTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request to the database that waits or is being read. It ends once: by the answer of the database, at its deadline,
 * or when the database is lost.
 */
@ThreadSafe
final class PendingRead<T, R> {
    private static final int WAITING = 0;
    private static final int READING = 1;
    private static final int OVER = 2;

    private final LimitedReads reads;
    private final CompletableFuture<R> answer = new CompletableFuture<>();
    private final AtomicInteger state = new AtomicInteger(WAITING);
    private final Function<String, R> fallback;
    private final long deadlineNanos;
    private final boolean probe;

    /** A completed request stays in a queue for a while and must not retain the caller's objects. */
    private volatile @Nullable Function<T, CompletionStage<R>> then;

    private volatile Runnable onTimeout = () -> {};

    /** @param probe whether this is the one request that probes a lost database */
    PendingRead(
            LimitedReads reads,
            Function<T, CompletionStage<R>> then,
            Function<String, R> fallback,
            long deadlineNanos,
            boolean probe) {
        this.reads = reads;
        this.then = then;
        this.fallback = fallback;
        this.deadlineNanos = deadlineNanos;
        this.probe = probe;
    }

    CompletionStage<R> answer() {
        return answer;
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    boolean isOver() {
        return state.get() == OVER;
    }

    /**
     * The read starts; false if the request is over.
     *
     * @param timedOut called if the deadline passes while the database reads
     */
    boolean begin(Runnable timedOut) {
        onTimeout = timedOut;
        return state.compareAndSet(WAITING, READING);
    }

    /** The database has answered. A late answer does not count, because the next one may be late too. */
    void found(T found) {
        Function<T, CompletionStage<R>> next = then;
        if (!end() || next == null) {
            return;
        }
        reads.answered();
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

    /** The read has failed. The only place that handles an exception of a read. */
    void readFailed(RuntimeException cause) {
        boolean ofDatabase = DatabaseFailure.isIn(cause);
        boolean inTime = end();
        if (ofDatabase) {
            reads.failed(cause);
        } else if (inTime) {
            // The database answered, but this row cannot be read.
            reads.answered();
        }
        if (inTime && ofDatabase) {
            reads.countUnanswered();
            answer.complete(fallback.apply("database unavailable"));
        } else if (inTime) {
            answer.completeExceptionally(cause);
        }
    }

    /** The thread of the read ends with an error of the Java virtual machine. */
    void crashed(Error cause) {
        if (end()) {
            answer.completeExceptionally(cause);
        }
    }

    /** Gives up the request at its deadline; a running read counts as a failure of the database. */
    void timeOut(long limitMillis) {
        boolean reading = state.get() == READING;
        String reason = "no answer from the database within " + limitMillis + " ms";
        if (giveUp(reason) && reading) {
            onTimeout.run();
            reads.failed(new SQLTimeoutException(reason));
        }
    }

    /** Completes the request with its fallback; false if it was completed before. */
    boolean giveUp(String reason) {
        if (!end()) {
            return false;
        }
        reads.countUnanswered();
        reads.complete(() -> answer.complete(fallback.apply(reason)));
        return true;
    }

    private boolean end() {
        boolean first = state.getAndSet(OVER) != OVER;
        if (first) {
            then = null;
            if (probe) {
                reads.probeEnded();
            }
        }
        return first;
    }
}
