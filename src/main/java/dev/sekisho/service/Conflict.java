// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service;

import jakarta.persistence.OptimisticLockException;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Tells what the database says of two transactions at the same rows, wherever it stands in a chain of causes. Holds no
 * state.
 */
public final class Conflict {
    /** Longest chain of causes that is looked at: the container wraps three or four times, and a ring has to end. */
    private static final int MAX_CAUSES = 20;

    /** SQL:2016, table 38: unique constraint violation in H2's and PostgreSQL's subclass. */
    private static final String UNIQUE = "23505";

    /** SQL:2016, table 38: class transaction rollback, so serialization failure and deadlock. */
    private static final String ROLLBACK_CLASS = "40";

    private Conflict() {}

    /** Whether the same request may succeed when it is repeated: two changed a row, or both made it. */
    public static boolean isIn(Throwable trouble) {
        if (cause(trouble, ServiceException.class).isPresent()) {
            return false;
        }
        return cause(trouble, OptimisticLockException.class).isPresent()
                || cause(trouble, SQLException.class)
                        .map(SQLException::getSQLState)
                        .filter(state -> state.equals(UNIQUE) || state.startsWith(ROLLBACK_CLASS))
                        .isPresent();
    }

    public static <T extends Throwable> Optional<T> cause(Throwable trouble, Class<T> type) {
        Throwable each = trouble;
        for (int i = 0; i < MAX_CAUSES && each != null; i++) {
            if (type.isInstance(each)) {
                return Optional.of(type.cast(each));
            }
            each = each.getCause();
        }
        return Optional.empty();
    }
}
