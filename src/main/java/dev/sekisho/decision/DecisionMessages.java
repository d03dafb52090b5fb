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
                "SKS0501W Cannot write the decision log \"{0}\" ({1}). Lines go to the server''s log.",
                new Object[] {file, LogText.cause(cause)});
    }

    static void linesDropped(long lines) {
        LOG.log(
                Level.WARNING,
                "SKS0502W The disk is too slow for the decision log: dropped {0} lines in the last minute. Decisions"
                        + " are not"
                        + " affected.",
                lines);
    }

    static void journalNotWritten(@Nullable Throwable cause) {
        LOG.log(
                Level.WARNING,
                "SKS0503W Cannot write the decision journal ({0}). Decisions are not affected; entries beyond the"
                        + " queue are"
                        + " lost. Sekisho retries every second.",
                cause == null ? "null" : LogText.cause(cause));
    }

    static void journalWrittenAgain() {
        LOG.info("SKS0504I The decision journal can be written again.");
    }

    static void journalDropped(long entries) {
        LOG.log(
                Level.WARNING,
                "SKS0505W The database is too slow for the decision journal: dropped {0} decisions since the last"
                        + " such message."
                        + " The decision log contains them, but they cannot be looked up by reference.",
                entries);
    }

    static void journalNotPruned(@Nullable Throwable cause) {
        LOG.log(
                Level.WARNING,
                "SKS0507W Cannot delete old decisions from the journal ({0}). Sekisho retries every minute.",
                cause == null ? "null" : LogText.cause(cause));
    }

    static void fileWrittenAgain(String file, long diverted) {
        LOG.log(
                Level.INFO,
                "SKS0508I The decision log \"{0}\" has been writable for a minute. {1} lines went to the server''s log"
                        + " instead.",
                new Object[] {file, diverted});
    }

    static void fileNotRotated(Path file, Exception cause) {
        LOG.log(
                Level.WARNING,
                "SKS0509W Cannot rotate the decision log \"{0}\" at its maximum size ({1}). It continues to grow;"
                        + " Sekisho"
                        + " retries with each batch of lines.",
                new Object[] {file, LogText.cause(cause)});
    }
}
