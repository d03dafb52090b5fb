// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.database;

import jakarta.persistence.PersistenceException;
import java.sql.SQLException;

/** Tells trouble with the database from trouble with what a row holds. Stateless. */
public final class DatabaseTrouble {
    /** Longest chain of causes that is looked at: the container wraps three or four times, and a ring has to end. */
    private static final int MOST_CAUSES = 20;

    private DatabaseTrouble() {}

    /**
     * Whether the database did not do what it was asked. False for an exception that neither JDBC nor JPA began, and
     * for a database that is there and refuses a value: SQL:2016, table 38, classes 22 (data exception) and 23
     * (integrity constraint violation).
     */
    public static boolean isIn(Throwable trouble) {
        boolean persistence = false;
        Throwable each = trouble;
        for (int i = 0; i < MOST_CAUSES && each != null; i++) {
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
