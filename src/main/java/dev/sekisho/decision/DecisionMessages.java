// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.decision;

import java.util.logging.Level;
import java.util.logging.Logger;

/** The operator messages of the decision log; docs/messages.md explains each. Safe for use by many threads. */
final class DecisionMessages {
    private static final Logger LOG = Logger.getLogger(DecisionMessages.class.getPackageName());

    private DecisionMessages() {}

    static void fileNotWritable(String file, Exception cause) {
        LOG.log(
                Level.WARNING,
                "SKS0501W The decision log \"{0}\" cannot be written ({1}); decisions go to the server''s log.",
                new Object[] {file, cause});
    }

    static void linesDropped(long lines) {
        LOG.log(
                Level.WARNING,
                "SKS0502W The decision log could not keep up: {0} lines were dropped in the last minute. Decisions"
                        + " were not affected.",
                lines);
    }
}
