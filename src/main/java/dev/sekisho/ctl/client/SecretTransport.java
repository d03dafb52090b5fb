// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl.client;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.net.IpLiteral;
import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Permits a secret to be sent only over an encrypted connection or to this machine, for every command that sends a
 * password or key.
 *
 * <p>Only {@code localhost} and literal loopback addresses are this machine: a name such as {@code 127.evil.example}
 * resolves to any address that its owner chooses.
 */
@ThreadSafe
public final class SecretTransport {
    private static final Pattern IPV4 = Pattern.compile("127(?:\\.(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)){3}");

    /** The hosts of a JDBC URL, and the rest; without hosts the driver connects to this machine. */
    private static final Pattern JDBC = Pattern.compile("jdbc:([a-z0-9]+):(?://([^/?;]*))?(.*)");

    private static final Pattern PORT = Pattern.compile(":[0-9]*$");

    /** Parameters that make a driver encrypt, in any case. */
    private static final Pattern ENCRYPTED = Pattern.compile(
            "[?&;](?:sslmode=(?:require|verify-ca|verify-full|verify_ca|verify_identity|required|trust)|usessl=true"
                    + "|encrypt=true|ssl=true)(?:[&;]|$)");

    private SecretTransport() {}

    /**
     * Checks that a secret is not sent unencrypted.
     *
     * @param insecure whether the user permits it
     * @throws CtlException if it would be sent unencrypted
     */
    public static void check(URI address, boolean insecure) {
        if (!"https".equals(address.getScheme()) && !isLoopback(address.getHost()) && !insecure) {
            throw refused(address.getHost(), "use https");
        }
    }

    /**
     * Checks that the password of a database, and the passwords in it, are not transferred unencrypted. Makes
     * PostgreSQL's driver encrypt.
     *
     * @param connection receives the driver's property
     * @throws CtlException if the URL disables encryption, or another driver's URL does not require it
     */
    public static void checkDatabase(String url, Properties connection, boolean insecure) {
        Matcher parts = JDBC.matcher(url);
        if (!parts.matches()) {
            throw new CtlException(Exit.UNKNOWN, "Not a JDBC URL such as jdbc:postgresql://host/name");
        }
        String hosts = parts.group(2) == null ? "" : parts.group(2);
        for (String each : hosts.split(",", -1)) {
            String host = PORT.matcher(each).replaceFirst("");
            if (host.isEmpty() || isLoopback(host) || insecure) {
                continue;
            }
            String parameters = parts.group(3).toLowerCase(Locale.ROOT);
            if (ENCRYPTED.matcher(parameters).find()) {
                continue;
            }
            if (!parts.group(1).equals("postgresql") || parameters.contains("sslmode=")) {
                throw refused(host, "use TLS (for PostgreSQL ?sslmode=verify-full)");
            }
            // The driver's default, prefer, falls back to an unencrypted connection.
            connection.setProperty("sslmode", "require");
        }
    }

    private static CtlException refused(String host, String instead) {
        return new CtlException(
                Exit.UNKNOWN,
                "A password would be sent unencrypted to " + host + ": " + instead
                        + ", or --insecure-http if the network is safe");
    }

    /** Whether a host of a URL is this machine; an IPv6 address is in brackets. */
    public static boolean isLoopback(String host) {
        if (host.equalsIgnoreCase("localhost") || IPV4.matcher(host).matches()) {
            return true;
        }
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        String inside = bracketed ? host.substring(1, host.length() - 1) : "";
        return IpLiteral.address(inside).filter(InetAddress::isLoopbackAddress).isPresent();
    }
}
