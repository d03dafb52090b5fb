// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.admin;

import dev.sekisho.account.ChangedRows;
import dev.sekisho.account.Directory;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.Status;
import jakarta.transaction.UserTransaction;

/**
 * Begins a transaction for what is {@link Transacted}, unless there is one, and commits it; any exception rolls it back.
 *
 * <p>Confined to its bean.
 */
@Transacted
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 200)
class TransactedInterceptor {
    @Resource
    private UserTransaction transaction;

    @Inject
    private Directory directory;

    @AroundInvoke
    Object run(InvocationContext call) throws Exception {
        if (transaction.getStatus() != Status.STATUS_NO_TRANSACTION) {
            return call.proceed();
        }
        transaction.begin();
        ChangedRows.begin();
        AfterCommit.begin();
        boolean done = false;
        try {
            Object result = call.proceed();
            done = true;
            return result;
        } finally {
            if (done) {
                transaction.commit();
                // Before the answer: it promises that the change applies.
                directory.apply(ChangedRows.end());
                AfterCommit.committed();
            } else {
                transaction.rollback();
            }
        }
    }
}
