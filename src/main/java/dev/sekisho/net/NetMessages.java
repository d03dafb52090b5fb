// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.net;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.logging.Logger;

/** The operator messages about host names; docs/messages.md explains each. */
@ThreadSafe
final class NetMessages {
    private static final Logger LOGGER = Logger.getLogger("dev.sekisho.net");

    /** Maximum characters of a quoted text in a line. */
    private static final int SHOWN_CHARACTERS = 200;

    private NetMessages() {}

    static void unresolvedHost(String name, Exception cause) {
        LOGGER.warning(() -> "SKS0104W The mail host address " + shown(name) + " cannot be resolved ("
                + shown(cause.toString()) + "); the last answer, if any, stays in use");
    }

    static void resolvedHost(String name) {
        LOGGER.info(() -> "SKS0105I The mail host address " + shown(name) + " is resolved again");
    }

    static void tooManyHostNames(int max) {
        LOGGER.warning(() -> "SKS0106W The mail hosts have more than " + max
                + " host names as addresses; those beyond are not resolved");
    }

    private static String shown(String text) {
        String cut = text.length() > SHOWN_CHARACTERS ? text.substring(0, SHOWN_CHARACTERS) + "…" : text;
        return '"' + cut.replaceAll("\\p{Cntrl}", "?") + '"';
    }
}
