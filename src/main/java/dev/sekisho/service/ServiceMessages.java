// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Each line that the services log, with its code; docs/messages.md explains them. */
@ThreadSafe
final class ServiceMessages {
    private static final Logger LOGGER = Logger.getLogger("dev.sekisho.service");

    private ServiceMessages() {}

    static void memoryBehind(Throwable trouble) {
        LOGGER.log(
                Level.SEVERE,
                trouble,
                () -> "SKS0704E A change is in the database, but state in memory did not follow");
    }
}
