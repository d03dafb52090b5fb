// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl.client;

import com.google.errorprone.annotations.Immutable;

/** A host and a port, {@code 127.0.0.1:10031} or {@code [::1]:10031}. */
@Immutable
public record ServerAddress(String host, int port) {
    /**
     * Parses {@code HOST:PORT}.
     *
     * @throws CtlException if {@code text} is something else
     */
    public static ServerAddress parse(String text) {
        String stripped = text.startsWith("inet:") ? text.substring("inet:".length()) : text;
        int colon = stripped.lastIndexOf(':');
        String host = colon < 0 ? "" : stripped.substring(0, colon);
        String port = stripped.substring(colon + 1);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        if (host.isEmpty() || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65_535) {
            throw new CtlException(Exit.UNKNOWN, "\"" + text + "\" is not HOST:PORT");
        }
        return new ServerAddress(host, Integer.parseInt(port));
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
