// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.console;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Each line that the console logs, with its code; docs/messages.md explains them. */
@ThreadSafe
final class ConsoleMessages {
    private static final Logger LOGGER = Logger.getLogger("dev.sekisho.console");

    /** Longest name that a line repeats, in characters. */
    private static final int SHOWN_CHARACTERS = 80;

    private ConsoleMessages() {}

    static void signedIn(String user, String client) {
        LOGGER.info(() -> "SKS0730I " + shown(user) + " signed in to the console from " + client);
    }

    static void refused(String user, String client) {
        LOGGER.warning(() -> "SKS0731W " + shown(user) + " was refused at the console from " + client);
    }

    static void pageFailed(String page, Throwable trouble) {
        LOGGER.log(Level.SEVERE, trouble, () -> "SKS0732E The console's page " + page + " failed");
    }

    private static String shown(String user) {
        String cut = user.length() > SHOWN_CHARACTERS ? user.substring(0, SHOWN_CHARACTERS) + "…" : user;
        return '"' + cut.replaceAll("[\\p{Cntrl}\"]", "?") + '"';
    }
}
