// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.change;

import dev.sekisho.directory.ChangedRows;
import dev.sekisho.directory.snapshot.DirectoryCache;
import dev.sekisho.service.MemoryBehind;
import dev.sekisho.service.PreconditionFailed;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.Status;
import jakarta.transaction.UserTransaction;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Runs a {@link Transacted} call in a transaction, or in the current one. Any exception rolls it back. The actions in
 * {@link AfterCommit} run after the commit.
 *
 * <p>A transaction that conflicts with another one at the same rows is repeated from the start. So of two changes
 * without {@code If-Match} the last one wins, and one with {@code If-Match} fails with {@link PreconditionFailed}. The
 * repetitions of a node run one after another, so that each of them succeeds however many requests change the same row.
 *
 * <p>A transaction has a time limit, because a database that does not answer must not hold the threads of the server.
 * {@code front.ServerFront} bounds the number of threads that wait for it at a time.
 *
 * <p>Confined to its bean.
 */
@Transacted
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 200)
class TransactedInterceptor {
    /** Maximum number of runs: the lock does not exclude other nodes and plain SQL. */
    private static final int MOST_RUNS = 20;

    /** Maximum wait for the repetitions of other requests. */
    private static final int PATIENCE_SECONDS = 5;

    /** Above the timeouts of a statement and of the socket, which end a call that waits for the database. */
    private static final int LIMIT_SECONDS = 15;

    /** The same as {@link dev.sekisho.database.LongWork} has for a statement. */
    private static final int LONG_LIMIT_SECONDS = 1_800;

    private static final ReentrantLock REPETITION = new ReentrantLock(true);

    @Resource
    private UserTransaction transaction;

    @Inject
    private DirectoryCache directory;

    @Inject
    private AfterCommit afterCommit;

    @AroundInvoke
    Object run(InvocationContext call) throws Exception {
        if (transaction.getStatus() != Status.STATUS_NO_TRANSACTION) {
            return call.proceed();
        }
        return run(call, isLong(call) ? LONG_LIMIT_SECONDS : LIMIT_SECONDS);
    }

    private static boolean isLong(InvocationContext call) {
        Transacted marked = call.getMethod().getAnnotation(Transacted.class);
        return marked != null && marked.longWork();
    }

    private Object run(InvocationContext call, int limitSeconds) throws Exception {
        try {
            return once(call, limitSeconds);
        } catch (Exception e) {
            if (!Conflict.isIn(e)) {
                throw e;
            }
        }
        // A long import may be repeating itself, and must not delay the others for longer.
        boolean alone = REPETITION.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS);
        try {
            for (int run = 2; ; run++) {
                try {
                    return once(call, limitSeconds);
                } catch (Exception e) {
                    if (!Conflict.isIn(e) || run == MOST_RUNS) {
                        throw e;
                    }
                }
            }
        } finally {
            if (alone) {
                REPETITION.unlock();
            }
        }
    }

    private Object once(InvocationContext call, int limitSeconds) throws Exception {
        transaction.setTransactionTimeout(limitSeconds);
        try {
            transaction.begin();
        } finally {
            // The timeout stays with the thread until it is set again.
            transaction.setTransactionTimeout(0);
        }
        ChangedRows.begin();
        Object result;
        List<Runnable> actions;
        boolean done = false;
        try {
            result = call.proceed();
            actions = afterCommit.actions();
            done = true;
        } finally {
            if (!done) {
                ChangedRows.end().applied();
                transaction.rollback();
            }
        }
        commit();
        act(actions);
        return result;
    }

    private void commit() throws Exception {
        boolean committed = false;
        try {
            transaction.commit();
            committed = true;
        } finally {
            // Only now: the commit writes entities that are not flushed yet.
            ChangedRows changed = ChangedRows.end();
            try {
                if (committed) {
                    // Before the answer, which promises that the change is effective.
                    directory.apply(changed);
                }
            } finally {
                changed.applied();
            }
        }
    }

    /** Runs all actions, even if one fails: the change is in the database already. */
    private static void act(List<Runnable> actions) {
        int failed = 0;
        for (Runnable each : actions) {
            try {
                each.run();
            } catch (RuntimeException e) {
                failed++;
                ServiceMessages.memoryBehind(e);
            }
        }
        if (failed > 0) {
            throw new MemoryBehind();
        }
    }
}
