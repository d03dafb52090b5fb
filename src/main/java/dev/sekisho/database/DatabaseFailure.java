// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.database;

import com.google.errorprone.annotations.ThreadSafe;
import jakarta.persistence.PersistenceException;
import java.sql.SQLException;

/** Distinguishes failures of the database from errors in the data of a row. */
@ThreadSafe
public final class DatabaseFailure {
    /** Maximum causes examined: the container wraps three or four times, and a cyclic chain must end. */
    private static final int MAX_CAUSES = 20;

    private DatabaseFailure() {}

    /**
     * Whether the database failed to execute a statement. False for an exception from neither JDBC nor JPA, and if the
     * database rejected a value: SQL:2016, table 38, classes 22 (data exception) and 23 (integrity constraint
     * violation).
     */
    public static boolean isIn(Throwable failure) {
        boolean persistence = false;
        Throwable each = failure;
        for (int i = 0; i < MAX_CAUSES && each != null; i++) {
            if (each instanceof SQLException sql) {
                String state = sql.getSQLState();
                return state == null || !(state.startsWith("22") || state.startsWith("23"));
            }
            persistence |= each instanceof PersistenceException;
            each = each.getCause();
        }
        return persistence;
    }
}
