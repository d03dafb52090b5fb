// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.snapshot;

import java.sql.Connection;
import java.sql.SQLException;

/** A transaction at REPEATABLE READ that only reads, so that all tables are of one time. */
final class ReadTransaction implements AutoCloseable {
    private final Connection connection;
    private final boolean autoCommit;
    private final int isolation;

    private ReadTransaction(Connection connection) throws SQLException {
        this.connection = connection;
        this.autoCommit = connection.getAutoCommit();
        this.isolation = connection.getTransactionIsolation();
    }

    static ReadTransaction begin(Connection connection) throws SQLException {
        ReadTransaction begun = new ReadTransaction(connection);
        connection.setAutoCommit(false);
        // A new connection may have an open transaction from its "SET lock_timeout".
        connection.commit();
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        return begun;
    }

    Connection connection() {
        return connection;
    }

    /** Ends the transaction; the connection is as it was. */
    @Override
    public void close() throws SQLException {
        // Only ends the transaction, which has written nothing.
        connection.rollback();
        connection.setTransactionIsolation(isolation);
        connection.setAutoCommit(autoCommit);
    }
}
