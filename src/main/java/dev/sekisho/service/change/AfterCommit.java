// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.change;

import com.google.errorprone.annotations.ThreadSafe;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.ArrayList;
import java.util.List;

/**
 * Actions on in-memory state that belong to a change. Memory has no rollback, and an action must not run without its
 * audit entry, so {@link TransactedInterceptor} runs the actions of a transaction after the commit.
 *
 * <p>If an action fails, the caller gets an error; the change and its audit entry remain in the database.
 */
@ThreadSafe
@ApplicationScoped
public class AfterCommit {
    private static final Object KEY = AfterCommit.class;

    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    private TransactionSynchronizationRegistry registry;

    /**
     * Runs an action once the transaction has committed.
     *
     * @throws IllegalStateException outside a transaction of {@link Transacted}
     */
    public void run(Runnable action) {
        if (registry.getTransactionStatus() != Status.STATUS_ACTIVE) {
            throw new IllegalStateException("no transaction is active");
        }
        @SuppressWarnings("unchecked")
        List<Runnable> actions = (List<Runnable>) registry.getResource(KEY);
        if (actions == null) {
            actions = new ArrayList<>();
            registry.putResource(KEY, actions);
        }
        actions.add(action);
    }

    /** The actions that wait for the commit of this thread's transaction. */
    List<Runnable> actions() {
        @SuppressWarnings("unchecked")
        List<Runnable> actions = (List<Runnable>) registry.getResource(KEY);
        return actions == null ? List.of() : List.copyOf(actions);
    }
}
