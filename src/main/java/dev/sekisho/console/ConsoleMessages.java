// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.console;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.text.LogText;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The operator messages of the console; docs/messages.md explains each. */
@ThreadSafe
final class ConsoleMessages {
    private static final Logger LOGGER = Logger.getLogger("dev.sekisho.console");

    private ConsoleMessages() {}

    static void signedIn(String user, String client) {
        LOGGER.info(() -> "SKS0730I " + LogText.quoted(user) + " signed in to the console from " + client);
    }

    static void refused(String user, String client) {
        LOGGER.warning(() -> "SKS0731W " + LogText.quoted(user) + " could not sign in to the console from " + client);
    }

    static void pageFailed(String page, Throwable cause) {
        LOGGER.log(Level.SEVERE, cause, () -> "SKS0732E The page " + page + " of the console failed");
    }
}
