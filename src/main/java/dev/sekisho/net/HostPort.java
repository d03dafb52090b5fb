// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.net;

import com.google.errorprone.annotations.Immutable;
import java.util.ArrayList;
import java.util.List;

/**
 * A host and a port.
 *
 * <p>{@link #address} is a literal IP address, without brackets, or a host name; {@link #port} 1 to 65535. The text of
 * a list is {@code 192.0.2.25, mx.example.org:2525, [2001:db8::25]:25}; without a port it is the one given.
 */
@Immutable
public record HostPort(String address, int port) {
    private static final int MAX_PORT = 65_535;

    /**
     * The hosts of a list.
     *
     * @throws IllegalArgumentException if the text is no such list; the message says why
     */
    public static List<HostPort> parseList(String text, int defaultPort) {
        List<HostPort> list = new ArrayList<>();
        for (String each : text.split(",", -1)) {
            list.add(parse(each.strip(), defaultPort));
        }
        return List.copyOf(list);
    }

    private static HostPort parse(String text, int defaultPort) {
        String host = text;
        int port = defaultPort;
        int colon = text.lastIndexOf(':');
        boolean isIpv6 = text.indexOf(':') != colon && !text.startsWith("[");
        if (colon >= 0 && !isIpv6 && !text.endsWith("]")) {
            String digits = text.substring(colon + 1);
            if (!digits.matches("\\d{1,5}") || Integer.parseInt(digits) < 1 || Integer.parseInt(digits) > MAX_PORT) {
                throw refused(text);
            }
            port = Integer.parseInt(digits);
            host = text.substring(0, colon);
        }
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        if (!AddressResolver.isLiteral(host) && !host.matches("[0-9A-Za-z]([0-9A-Za-z._-]{0,253}[0-9A-Za-z])?")) {
            throw refused(text);
        }
        return new HostPort(host, port);
    }

    private static IllegalArgumentException refused(String text) {
        return new IllegalArgumentException(
                "\"" + text + "\" is no host; right are 192.0.2.25, mx.example.org:2525, [2001:db8::25]:25");
    }
}
