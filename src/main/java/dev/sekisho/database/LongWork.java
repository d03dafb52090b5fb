// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.database;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * Work that may take longer than a login or a call of the API: migrations, imports, reading the whole directory or all
 * counters. It lifts the time limit of a connection's statements and puts it back.
 *
 * <p>It has a limit too, half an hour for each statement, so that no thread waits for ever. The limit on waiting for a
 * lock stays as it is. H2 runs in this process and has no such limit.
 *
 * <p>Safe for use by many threads; what {@link #on} returns is confined to the connection's thread.
 */
public final class LongWork {
    /** In milliseconds: an index of the largest table takes minutes, and a dead database must end some day. */
    private static final int LONG_MILLIS = (int) Duration.ofMinutes(30).toMillis();

    private final int socketMillis;

    /** @param socketMillis the longest silence of the database that each connection permits otherwise */
    public LongWork(int socketMillis) {
        this.socketMillis = socketMillis;
    }

    /** Lifts the limit of {@code connection} until {@link Lifted#end}, which is to be called before the commit. */
    public Lifted on(Connection connection) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, LONG_MILLIS);
        return new Lifted(connection);
    }

    /** The same database without the limit, for who opens connections by himself. */
    public DataSource source(DataSource limited) {
        return proxy(DataSource.class, (self, method, arguments) -> {
            Object result = invoke(limited, method, arguments);
            return result instanceof Connection connection ? lifted(connection) : result;
        });
    }

    private Connection lifted(Connection connection) throws SQLException {
        Lifted lifted = on(connection);
        return proxy(Connection.class, (self, method, arguments) -> {
            if (method.getName().equals("close")) {
                lifted.end();
            }
            return invoke(connection, method, arguments);
        });
    }

    private static Object invoke(Object target, java.lang.reflect.Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(LongWork.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /** A connection without the limit. */
    public final class Lifted {
        private final Connection connection;

        private Lifted(Connection connection) {
            this.connection = connection;
        }

        /** Puts the limit back. */
        public void end() {
            try {
                connection.setNetworkTimeout(Runnable::run, socketMillis);
            } catch (SQLException e) {
                // The connection is broken, and no other work gets it.
            }
        }
    }
}
