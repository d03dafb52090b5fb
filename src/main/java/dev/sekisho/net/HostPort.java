// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.net;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.text.LogText;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A host and a port, {@code mx.example.org:2525}, {@code 192.0.2.25:25} or {@code [2001:db8::25]:25}.
 *
 * @param host a literal IP address, without brackets, or a host name
 * @param port 1 to 65535
 */
@Immutable
public record HostPort(String host, int port) {
    private static final int MAX_PORT = 65_535;

    /** Instead of a default: a text without a port is refused. */
    private static final int REQUIRED = 0;

    /** A name of the DNS, or of the hosts file: letters, digits, hyphens, underscores, dots. */
    private static final Pattern NAME = Pattern.compile("[0-9A-Za-z]([0-9A-Za-z._-]{0,253}[0-9A-Za-z])?");

    /**
     * A host and a port, which must be there.
     *
     * @throws IllegalArgumentException if the text is something else; the message says what is right
     */
    public static HostPort parse(String text) {
        return parse(text, REQUIRED);
    }

    /**
     * The hosts of a list with commas between; one without a port gets {@code defaultPort}.
     *
     * @throws IllegalArgumentException if the text is not such a list; the message says what is right
     */
    public static List<HostPort> parseList(String text, int defaultPort) {
        List<HostPort> list = new ArrayList<>();
        for (String each : text.split(",", -1)) {
            list.add(parse(each, defaultPort));
        }
        return List.copyOf(list);
    }

    private static HostPort parse(String text, int defaultPort) {
        String stripped = text.strip();
        int colon = stripped.lastIndexOf(':');
        boolean bracketed = stripped.startsWith("[");
        boolean bareIpv6 = !bracketed && stripped.indexOf(':') != colon;
        boolean hasPort = colon >= 0 && !bareIpv6 && !stripped.endsWith("]");
        String host = hasPort ? stripped.substring(0, colon) : stripped;
        int port = hasPort ? port(stripped.substring(colon + 1)) : defaultPort;
        if (bracketed && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        boolean ipv6 = host.indexOf(':') >= 0;
        boolean known = ipv6
                ? IpLiteral.bytes(host).isPresent()
                : !bracketed && NAME.matcher(host).matches();
        if (!known || port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException(LogText.quoted(stripped)
                    + " is not HOST:PORT; write it as mx.example.org:25, 192.0.2.25:25 or [2001:db8::25]:25");
        }
        return new HostPort(host, port);
    }

    /** Out of bounds for what is not a number. */
    private static int port(String digits) {
        return digits.matches("[0-9]{1,5}") ? Integer.parseInt(digits) : MAX_PORT + 1;
    }

    /** An IPv6 address has brackets. */
    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
