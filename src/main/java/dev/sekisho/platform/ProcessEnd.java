// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import com.google.errorprone.annotations.ThreadSafe;

/**
 * Ends the server's process if Sekisho cannot run with its configuration: to systemd, a server without its application
 * would look alive.
 */
@ThreadSafe
final class ProcessEnd {
    /** EX_CONFIG of sysexits(3): the configuration must be changed. systemd's Restart=on-failure acts on it. */
    static final int STATUS = 78;

    private ProcessEnd() {}

    /**
     * Halts the process; does not return. An orderly stop is unnecessary, because nothing has been counted or written
     * yet, and impossible: the server would log a call of {@link System#exit} with a stack trace and wait for the
     * application that calls it.
     */
    static void now() {
        System.out.flush();
        System.err.flush();
        Runtime.getRuntime().halt(STATUS);
    }
}
