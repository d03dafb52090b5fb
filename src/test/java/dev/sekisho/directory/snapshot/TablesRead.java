// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.snapshot;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/** A database that records the tables of all prepared queries. */
final class TablesRead {
    private static final Pattern TABLE = Pattern.compile("\\b(?:FROM|JOIN) (\\w+)");

    private TablesRead() {}

    static DataSource of(DataSource database, Set<String> tables) {
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> connection(database.getConnection(), tables));
    }

    private static Connection connection(Connection real, Set<String> tables) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("prepareStatement")
                            && !((String) arguments[0]).contains("directory_change")) {
                        Matcher matcher = TABLE.matcher((String) arguments[0]);
                        while (matcher.find()) {
                            tables.add(matcher.group(1));
                        }
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
