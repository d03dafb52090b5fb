// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.console;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.text.LogText;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Each line that the console logs, with its code; docs/messages.md explains them. */
@ThreadSafe
final class ConsoleMessages {
    private static final Logger LOGGER = Logger.getLogger("dev.sekisho.console");

    private ConsoleMessages() {}

    static void signedIn(String user, String client) {
        LOGGER.info(() -> "SKS0730I " + LogText.quoted(user) + " signed in to the console from " + client);
    }

    static void refused(String user, String client) {
        LOGGER.warning(() -> "SKS0731W " + LogText.quoted(user) + " was refused at the console from " + client);
    }

    static void pageFailed(String page, Throwable trouble) {
        LOGGER.log(Level.SEVERE, trouble, () -> "SKS0732E The console's page " + page + " failed");
    }
}
