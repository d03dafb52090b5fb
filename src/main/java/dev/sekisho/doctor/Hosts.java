// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.doctor;

import com.google.errorprone.annotations.ThreadSafe;

/** What the files say about addresses, as text. */
@ThreadSafe
final class Hosts {
    private Hosts() {}

    /** Whether {@code address}, with or without a port, is this machine's own loopback. */
    static boolean isLoopback(String address) {
        return address.startsWith("127.")
                || address.startsWith("[::1]")
                || address.equals("::1")
                || address.equals("localhost")
                || address.startsWith("localhost:")
                || address.startsWith("unix:");
    }

    /** Whether {@code host} is a name that has to be resolved: no IPv4, IPv6 or socket. */
    static boolean isName(String host) {
        return !host.matches("[0-9.]+") && !host.startsWith("[") && !host.contains(":");
    }
}
