// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.doctor;

import com.google.errorprone.annotations.ThreadSafe;

/** Tests of addresses in configuration files, as text. */
@ThreadSafe
final class Hosts {
    private Hosts() {}

    /** Whether {@code address}, with or without a port, is a loopback address. */
    static boolean isLoopback(String address) {
        return address.startsWith("127.")
                || address.startsWith("[::1]")
                || address.equals("::1")
                || address.equals("localhost")
                || address.startsWith("localhost:")
                || address.startsWith("unix:");
    }

    /** Whether {@code host} is a name to resolve, not an IPv4 or IPv6 address or a socket. */
    static boolean isName(String host) {
        return !host.matches("[0-9.]+") && !host.startsWith("[") && !host.contains(":");
    }
}
