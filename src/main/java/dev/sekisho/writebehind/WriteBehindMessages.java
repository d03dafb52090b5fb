// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.writebehind;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The operator messages of the background writers; docs/messages.md explains each. */
@ThreadSafe
final class WriteBehindMessages {
    private static final Logger LOG = Logger.getLogger(WriteBehindMessages.class.getPackageName());

    private static final int SHOWN_CHARACTERS = 200;

    private WriteBehindMessages() {}

    static void rowSetAside(String writer, String key, String state, Exception cause) {
        LOG.log(
                Level.WARNING,
                "SKS1001W The database rejects a row of the writer {0}: \"{1}\" (SQLSTATE {2}, {3}). The row is set"
                        + " aside; all others are written. Further rows rejected for the same reason are only counted.",
                new Object[] {writer, shown(key), state, shown(String.valueOf(cause))});
    }

    private static String shown(String text) {
        String cut = text.length() > SHOWN_CHARACTERS ? text.substring(0, SHOWN_CHARACTERS) + "…" : text;
        return cut.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Cs}\"]", "?");
    }
}
