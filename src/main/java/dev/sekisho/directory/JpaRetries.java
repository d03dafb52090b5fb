// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import com.google.errorprone.annotations.ThreadSafe;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;

/**
 * Disables EclipseLink's retries. By default it repeats a query three times, five seconds apart, if the database does
 * not answer, which exceeds the time limits of callers.
 *
 * <p>By reflection, because there is no property for it in a persistence unit, and EclipseLink's classes belong to the
 * server and not to the application.
 */
@ThreadSafe
@ApplicationScoped
public class JpaRetries {
    @PersistenceContext(unitName = "sekisho")
    private EntityManager entityManager;

    /**
     * Disables retries of all further queries.
     *
     * @throws IllegalStateException if the server's EclipseLink does not have these methods
     */
    public void end() {
        try {
            Object manager = entityManager.getDelegate();
            Object session = manager.getClass().getMethod("getServerSession").invoke(manager);
            Object login = session.getClass().getMethod("getLogin").invoke(session);
            login.getClass().getMethod("setQueryRetryAttemptCount", int.class).invoke(login, 0);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot disable EclipseLink's retries", e);
        }
    }
}
