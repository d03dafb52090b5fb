// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service;

import dev.sekisho.directory.ChangedRows;
import dev.sekisho.directory.snapshot.DirectoryCache;
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
 * Begins a transaction for what is {@link Transacted}, unless there is one, and commits it; any exception rolls it
 * back. What the call left in {@link AfterCommit} runs after the commit and only then.
 *
 * <p>A transaction that meets another one at the same rows is repeated from its beginning, so that of two changes
 * without {@code If-Match} the last one wins, and one with {@code If-Match} learns that it came too late. Repetitions
 * of one process run one after another: each of them ends a conflict, however many requests want the same row.
 *
 * <p>A transaction ends within a time limit: a database that does not answer must not hold the threads of the server.
 * How many of them wait for it at a time, {@code front.ServerFront} bounds.
 *
 * <p>Confined to its bean.
 */
@Transacted
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 200)
class TransactedInterceptor {
    /** Against other processes, which the lock does not know, and against plain SQL. */
    private static final int MOST_RUNS = 20;

    private static final int PATIENCE_SECONDS = 5;

    /** Above the limits of a statement and of the network's silence, which end a call that waits for the database. */
    private static final int LIMIT_SECONDS = 15;

    /** As {@link dev.sekisho.database.LongWork} has it for a statement. */
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
        // A long import may repeat itself; it must not hold up all others for longer than that.
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
            // It holds for the thread until it is set again.
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
                transaction.rollback();
            }
        }
        transaction.commit();
        // Before the answer: it promises that the change applies.
        directory.apply(ChangedRows.end());
        act(actions);
        return result;
    }

    /** Does all of it, whatever becomes of one; it is in the database by now. */
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
