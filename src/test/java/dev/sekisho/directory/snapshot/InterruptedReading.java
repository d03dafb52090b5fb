// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.snapshot;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.Deque;
import javax.sql.DataSource;

/**
 * A database in which something happens in the middle of a whole reading: after the accounts are read, before the
 * aliases are.
 *
 * <p>Confined to one thread.
 */
final class InterruptedReading {
    private InterruptedReading() {}

    /** The database, in which {@code between} happens once each, in its order. */
    static DataSource of(DataSource database, Deque<Runnable> between) {
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> connection(database.getConnection(), between));
    }

    private static Connection connection(Connection real, Deque<Runnable> between) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("prepareStatement")
                            && ((String) arguments[0]).contains("FROM alias_target ORDER BY")
                            && !between.isEmpty()) {
                        between.remove().run();
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
