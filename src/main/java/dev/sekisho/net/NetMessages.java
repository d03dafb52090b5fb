// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.net;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.text.LogText;
import java.util.logging.Logger;

/** The operator messages about host names; docs/messages.md explains each. */
@ThreadSafe
final class NetMessages {
    private static final Logger LOGGER = Logger.getLogger("dev.sekisho.net");

    private NetMessages() {}

    static void unresolvedHost(String name, Exception cause) {
        LOGGER.warning(() -> "SKS0104W The mail host address " + LogText.quoted(name) + " cannot be resolved ("
                + LogText.cause(cause) + "); the last answer, if any, stays in use");
    }

    static void resolvedHost(String name) {
        LOGGER.info(() -> "SKS0105I The mail host address " + LogText.quoted(name) + " is resolved again");
    }

    static void tooManyHostNames(int max) {
        LOGGER.warning(() -> "SKS0106W The mail hosts have more than " + max
                + " host names as addresses; those beyond are not resolved");
    }
}
