// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.change;

import dev.sekisho.service.ServiceException;
import jakarta.persistence.OptimisticLockException;
import java.sql.SQLException;
import java.util.Optional;

/** Recognizes a conflict of two transactions in a chain of causes. */
public final class Conflict {
    /** Maximum depth of the search: the container wraps three or four times, and a chain may be a cycle. */
    private static final int MAX_CAUSES = 20;

    /** Unique constraint violation: class 23 of SQL:2016, table 38, with the subclass of H2 and PostgreSQL. */
    private static final String UNIQUE = "23505";

    /** SQL:2016, table 38: class transaction rollback, which includes serialization failure and deadlock. */
    private static final String ROLLBACK_CLASS = "40";

    private Conflict() {}

    /** Whether a repetition of the request may succeed: another request changed or created the same row. */
    public static boolean isIn(Throwable failure) {
        if (cause(failure, ServiceException.class).isPresent()) {
            return false;
        }
        return cause(failure, OptimisticLockException.class).isPresent()
                || cause(failure, SQLException.class)
                        .map(SQLException::getSQLState)
                        .filter(state -> state.equals(UNIQUE) || state.startsWith(ROLLBACK_CLASS))
                        .isPresent();
    }

    /** The first exception of a type in a chain of causes. */
    public static <T extends Throwable> Optional<T> cause(Throwable failure, Class<T> type) {
        Throwable each = failure;
        for (int i = 0; i < MAX_CAUSES && each != null; i++) {
            if (type.isInstance(each)) {
                return Optional.of(type.cast(each));
            }
            each = each.getCause();
        }
        return Optional.empty();
    }
}
