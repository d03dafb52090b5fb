// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.snapshot;

import dev.sekisho.directory.ChangedRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;

/**
 * Finds out which rows of the directory have changed, by any means, since the last call.
 *
 * <p>For one thread at a time.
 */
interface ChangeSource {
    /**
     * Changed rows, and the position after them.
     *
     * @param position opaque; {@link #accept} takes it once the rows are in the copy
     */
    record Changes(ChangedRows rows, Object position) {}

    /**
     * The changes that are visible in the current transaction since the last accepted position: everything, if there is
     * none, or if changes may have been missed.
     */
    Changes read(Connection connection) throws SQLException;

    /** Continues after these changes. */
    void accept(Changes changes);

    /** Records that the database could not be read. */
    default void lost() {}

    /** Deletes records of changes that every node has seen. */
    default void prune(Connection connection) throws SQLException {}

    /**
     * The source for a connection's database.
     *
     * @throws SQLException if the database is neither H2 nor PostgreSQL, or fails
     */
    static ChangeSource of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        return switch (product.toUpperCase(Locale.ROOT)) {
            case "POSTGRESQL" -> new ChangeLog();
            case "H2" -> new TableMark();
            default -> throw new SQLException("database " + product + " is neither PostgreSQL nor H2");
        };
    }
}
