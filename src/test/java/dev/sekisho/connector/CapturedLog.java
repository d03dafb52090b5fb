// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.connector;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the connector logs, instead of on the console. */
final class CapturedLog implements AutoCloseable {
    private final Logger logger = Logger.getLogger("dev.sekisho.connector");
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord logRecord) {
            lines.add(logRecord.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    CapturedLog() {
        logger.setLevel(Level.INFO);
        logger.setUseParentHandlers(false);
        logger.addHandler(handler);
    }

    List<String> lines() {
        return lines;
    }

    /** The lines with a code. */
    List<String> lines(String code) {
        return lines.stream().filter(line -> line.startsWith(code)).toList();
    }

    @Override
    public void close() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
        logger.setLevel(null);
    }
}
