// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * Shows Sekisho's INFO messages on Liberty's console, and none of the server's.
 *
 * <p>{@code consoleLogLevel="AUDIT"} hides INFO of the server: some 60 lines at each start. {@link #raise} gives the
 * messages of Sekisho the level AUDIT, which Liberty has between INFO and WARNING. Elsewhere (tests, command line)
 * there is no such level, and nothing changes.
 */
final class ConsoleLevel {
    /** The loggers of all packages with messages. Kept here, because the log manager refers to them weakly. */
    private static final List<Logger> LOGGERS = Stream.of(
                    "dev.sekisho.api",
                    "dev.sekisho.bruteforce",
                    "dev.sekisho.cluster",
                    "dev.sekisho.connector",
                    "dev.sekisho.console",
                    "dev.sekisho.decision",
                    "dev.sekisho.decisions",
                    "dev.sekisho.directory",
                    "dev.sekisho.login",
                    "dev.sekisho.net",
                    "dev.sekisho.notification",
                    "dev.sekisho.platform",
                    "dev.sekisho.quota",
                    "dev.sekisho.sendlimit",
                    "dev.sekisho.service",
                    "dev.sekisho.signin",
                    "dev.sekisho.writebehind")
            .map(Logger::getLogger)
            .toList();

    private ConsoleLevel() {}

    static List<String> loggers() {
        return LOGGERS.stream().map(Logger::getName).toList();
    }

    static void raise() {
        Level audit = audit();
        LOGGERS.forEach(logger -> logger.setFilter(message -> raised(message, audit)));
    }

    private static boolean raised(LogRecord message, Level audit) {
        if (message.getLevel().equals(Level.INFO)) {
            message.setLevel(audit);
        }
        return true;
    }

    /** Liberty's level, by its name: the class is not part of the application's class path. */
    private static Level audit() {
        try {
            return Level.parse("AUDIT");
        } catch (IllegalArgumentException e) {
            return Level.INFO;
        }
    }
}
