// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.decision;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.text.LogText;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The operator messages of the decision log; docs/messages.md explains each. */
@ThreadSafe
final class DecisionMessages {
    private static final Logger LOG = Logger.getLogger(DecisionMessages.class.getPackageName());

    private DecisionMessages() {}

    static void fileNotWritable(String file, Exception cause) {
        LOG.log(
                Level.WARNING,
                "SKS0501W The decision log \"{0}\" cannot be written ({1}); decisions go to the server''s log.",
                new Object[] {file, LogText.cause(cause)});
    }

    static void linesDropped(long lines) {
        LOG.log(
                Level.WARNING,
                "SKS0502W The decision log could not keep up: {0} lines were dropped in the last minute. Decisions"
                        + " were not affected.",
                lines);
    }

    static void journalNotWritten(@Nullable Throwable cause) {
        LOG.log(
                Level.WARNING,
                "SKS0503W The decision journal cannot be written ({0}). Decisions are not affected; what finds no room to"
                        + " wait is lost to the journal. It is tried again every second.",
                cause == null ? "null" : LogText.cause(cause));
    }

    static void journalWrittenAgain() {
        LOG.info("SKS0504I The decision journal is written again.");
    }

    static void journalDropped(long entries) {
        LOG.log(
                Level.WARNING,
                "SKS0505W The decision journal could not keep up: {0} decisions were dropped since the last such message;"
                        + " they are in the decision log, but cannot be explained by their references.",
                entries);
    }

    static void journalNotPruned(@Nullable Throwable cause) {
        LOG.log(
                Level.WARNING,
                "SKS0507W Old decisions cannot be deleted from the journal ({0}). It is tried again every minute.",
                cause == null ? "null" : LogText.cause(cause));
    }

    static void fileWrittenAgain(String file, long diverted) {
        LOG.log(
                Level.INFO,
                "SKS0508I The decision log \"{0}\" has been written again for a minute. {1} lines are in the server''s log"
                        + " instead.",
                new Object[] {file, diverted});
    }

    static void fileNotRotated(Path file, Exception cause) {
        LOG.log(
                Level.WARNING,
                "SKS0509W The decision log \"{0}\" has reached its size and cannot be rotated ({1}). It grows on, and the"
                        + " rotation is tried again with each batch of lines.",
                new Object[] {file, LogText.cause(cause)});
    }
}
