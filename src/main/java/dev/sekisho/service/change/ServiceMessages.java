// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.change;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The messages of the services; docs/messages.md explains them by their codes. */
@ThreadSafe
final class ServiceMessages {
    private static final Logger LOGGER = Logger.getLogger("dev.sekisho.service");

    private ServiceMessages() {}

    static void memoryBehind(Throwable failure) {
        LOGGER.log(
                Level.SEVERE,
                failure,
                () -> "SKS0704E A change is in the database, but in-memory state was not updated");
    }
}
