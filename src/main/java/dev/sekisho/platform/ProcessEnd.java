// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import com.google.errorprone.annotations.ThreadSafe;

/**
 * Ends the server's process when Sekisho can never run as it is configured: a server without its application would look
 * alive to systemd.
 */
@ThreadSafe
final class ProcessEnd {
    /** EX_CONFIG of sysexits(3): something has to be changed. systemd's Restart=on-failure acts on it. */
    static final int STATUS = 78;

    private ProcessEnd() {}

    /**
     * Does not return. Without an orderly stop: nothing was counted or written yet, and the server would report the
     * call of {@link System#exit} as a stack trace and wait for the application that calls it.
     */
    static void now() {
        System.out.flush();
        System.err.flush();
        Runtime.getRuntime().halt(STATUS);
    }
}
