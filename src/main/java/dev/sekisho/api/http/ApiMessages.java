// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.http;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.text.LogText;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Each line that the API logs, with its code; docs/messages.md explains them. */
@ThreadSafe
final class ApiMessages {
    private static final Logger LOGGER = Logger.getLogger("dev.sekisho.api");

    private ApiMessages() {}

    static void databaseTrouble(Throwable trouble) {
        Throwable cause = trouble;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String told = LogText.cause(cause);
        LOGGER.warning(
                () -> "SKS0701W A request to the API was answered 503: trouble with the database (" + told + ")");
    }

    static void requestFailed(Throwable trouble) {
        LOGGER.log(Level.SEVERE, trouble, () -> "SKS0702E A request to the API was answered 500");
    }

    static void loginRefused(String user, String client) {
        LOGGER.warning(() -> "SKS0703W " + LogText.quoted(user) + " was refused at the API from " + client);
    }
}
