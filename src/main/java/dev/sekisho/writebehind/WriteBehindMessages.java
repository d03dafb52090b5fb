// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.writebehind;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.text.LogText;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The operator messages of the background writers; docs/messages.md explains each. */
@ThreadSafe
final class WriteBehindMessages {
    private static final Logger LOG = Logger.getLogger(WriteBehindMessages.class.getPackageName());

    private WriteBehindMessages() {}

    static void rowSetAside(String writer, String key, String state, Exception cause) {
        LOG.log(
                Level.WARNING,
                "SKS1001W The database rejects a row of the writer {0}: {1} (SQLSTATE {2}, {3}). The row is set"
                        + " aside; all others are written. Further rows rejected for the same reason are only counted.",
                new Object[] {writer, LogText.quoted(key), state, LogText.cause(cause)});
    }
}
