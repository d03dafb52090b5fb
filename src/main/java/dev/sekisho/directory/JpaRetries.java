// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import com.google.errorprone.annotations.ThreadSafe;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;

/**
 * Ends EclipseLink's habit of asking a database that does not answer three times more, with five seconds between: who
 * asks decides that, and a call has to end within its limit.
 *
 * <p>No property of a persistence unit says it, and EclipseLink's classes are the server's, not the application's:
 * hence by name.
 */
@ThreadSafe
@ApplicationScoped
public class JpaRetries {
    @PersistenceContext(unitName = "sekisho")
    private EntityManager entityManager;

    /**
     * Ends it, for all queries from now on.
     *
     * @throws IllegalStateException if the server's EclipseLink is another one
     */
    public void end() {
        try {
            Object manager = entityManager.getDelegate();
            Object session = manager.getClass().getMethod("getServerSession").invoke(manager);
            Object login = session.getClass().getMethod("getLogin").invoke(session);
            login.getClass().getMethod("setQueryRetryAttemptCount", int.class).invoke(login, 0);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("EclipseLink's retries cannot be ended", e);
        }
    }
}
