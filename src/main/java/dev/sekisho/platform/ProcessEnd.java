// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import jakarta.enterprise.concurrent.ManagedThreadFactory;

/**
 * Ends the server's process when the gate can never run as it is configured: a server without its application would look
 * alive to systemd.
 *
 * <p>Stateless.
 */
final class ProcessEnd {
    /** EX_CONFIG of sysexits(3): something has to be changed. systemd's Restart=on-failure acts on it. */
    static final int STATUS = 78;

    private ProcessEnd() {}

    /** Begins it; the caller goes on, since the server waits for it while it stops. */
    static void begin(ManagedThreadFactory threads) {
        threads.newThread(() -> System.exit(STATUS)).start();
    }
}
