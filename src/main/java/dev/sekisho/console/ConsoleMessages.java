// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.console;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The operator messages of the console; docs/messages.md explains each. */
@ThreadSafe
final class ConsoleMessages {
    private static final Logger LOGGER = Logger.getLogger("dev.sekisho.console");

    /** Maximum length of a name in a message, in characters. */
    private static final int SHOWN_CHARACTERS = 80;

    private ConsoleMessages() {}

    static void signedIn(String user, String client) {
        LOGGER.info(() -> "SKS0730I " + shown(user) + " signed in to the console from " + client);
    }

    static void refused(String user, String client) {
        LOGGER.warning(() -> "SKS0731W " + shown(user) + " could not sign in to the console from " + client);
    }

    static void pageFailed(String page, Throwable cause) {
        LOGGER.log(Level.SEVERE, cause, () -> "SKS0732E The page " + page + " of the console failed");
    }

    private static String shown(String user) {
        String cut = user.length() > SHOWN_CHARACTERS ? user.substring(0, SHOWN_CHARACTERS) + "…" : user;
        return '"' + cut.replaceAll("[\\p{Cntrl}\"]", "?") + '"';
    }
}
