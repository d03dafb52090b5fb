// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.http;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.text.LogText;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The messages of the API; docs/messages.md explains them by their codes. */
@ThreadSafe
final class ApiMessages {
    private static final Logger LOGGER = Logger.getLogger("dev.sekisho.api");

    private ApiMessages() {}

    static void databaseFailed(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String reason = LogText.cause(cause);
        LOGGER.warning(() -> "SKS0701W The API answered a request with 503: the database failed (" + reason + ")");
    }

    static void requestFailed(Throwable failure) {
        LOGGER.log(Level.SEVERE, failure, () -> "SKS0702E The API answered a request with 500");
    }

    static void loginRejected(String user, String client) {
        LOGGER.warning(() -> "SKS0703W The API rejected the password of " + LogText.quoted(user) + " from " + client);
    }
}
