// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.database;

import com.google.errorprone.annotations.ThreadSafe;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * Raises the statement timeout of a connection for long work: migrations, imports, and reading the whole directory or
 * all counters.
 *
 * <p>The raised timeout is half an hour for each statement, so that no thread waits forever. The lock timeout is
 * unchanged. H2 runs in this process and has no such timeout.
 */
@ThreadSafe
public final class LongWork {
    /** In milliseconds: indexing the largest table takes minutes, but the wait for a dead database must end. */
    private static final int LONG_MILLIS = (int) Duration.ofMinutes(30).toMillis();

    private final int socketMillis;

    /** @param socketMillis the normal network timeout of a connection */
    public LongWork(int socketMillis) {
        this.socketMillis = socketMillis;
    }

    /** Raises the timeout of {@code connection} until {@link Lifted#end}, which must be called before the commit. */
    public Lifted on(Connection connection) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, LONG_MILLIS);
        return new Lifted(connection);
    }

    /** Wraps a data source so that all its connections have the raised timeout. */
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

    /** A connection with a raised timeout; confined to the connection's thread. */
    public final class Lifted {
        private final Connection connection;

        private Lifted(Connection connection) {
            this.connection = connection;
        }

        /** Restores the normal timeout. */
        public void end() {
            try {
                connection.setNetworkTimeout(Runnable::run, socketMillis);
            } catch (SQLException e) {
                // The connection is broken, so the pool discards it.
            }
        }
    }
}
