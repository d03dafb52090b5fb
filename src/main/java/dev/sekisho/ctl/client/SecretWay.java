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
 * Whether a secret may go to another program: encrypted, or to this very machine. The one place that decides, for every
 * command that sends a password or a key.
 *
 * <p>Only {@code localhost} and literal addresses of loopback count as this machine: a name such as
 * {@code 127.evil.example} is whatever its owner says.
 */
@ThreadSafe
public final class SecretWay {
    private static final Pattern IPV4 = Pattern.compile("127(?:\\.(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)){3}");

    /** The hosts of a JDBC URL, and what is behind them; without hosts the driver takes this machine. */
    private static final Pattern JDBC = Pattern.compile("jdbc:([a-z0-9]+):(?://([^/?;]*))?(.*)");

    private static final Pattern PORT = Pattern.compile(":[0-9]*$");

    /** Parameters by which a driver is told to encrypt, in whatever case. */
    private static final Pattern ENCRYPTED = Pattern.compile(
            "[?&;](?:sslmode=(?:require|verify-ca|verify-full|verify_ca|verify_identity|required|trust)|usessl=true"
                    + "|encrypt=true|ssl=true)(?:[&;]|$)");

    private SecretWay() {}

    /**
     * Refuses to send a secret in the clear.
     *
     * @param insecure whether the user said that the way is safe all the same
     * @throws CtlException if it would be
     */
    public static void expect(URI address, boolean insecure) {
        if (!"https".equals(address.getScheme()) && !isLoopback(address.getHost()) && !insecure) {
            throw refused(address.getHost(), "use https");
        }
    }

    /**
     * Refuses to send a database's password, and to fetch other people's, in the clear; PostgreSQL's driver is told to
     * encrypt.
     *
     * @param connection gets the driver's property
     * @throws CtlException if the URL says otherwise, or the driver is another one
     */
    public static void expectDatabase(String url, Properties connection, boolean insecure) {
        Matcher parts = JDBC.matcher(url);
        if (!parts.matches()) {
            throw new CtlException(Exit.UNKNOWN, "That is no JDBC URL such as jdbc:postgresql://host/name");
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
            // The driver's default, prefer, takes no for an answer.
            connection.setProperty("sslmode", "require");
        }
    }

    private static CtlException refused(String host, String instead) {
        return new CtlException(
                Exit.UNKNOWN,
                "A password would travel in the clear to " + host + ": " + instead
                        + ", or --insecure-http if the way there is safe");
    }

    /** Whether a host of a URL, an IPv6 address in brackets, is this machine. */
    public static boolean isLoopback(String host) {
        if (host.equalsIgnoreCase("localhost") || IPV4.matcher(host).matches()) {
            return true;
        }
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        String inside = bracketed ? host.substring(1, host.length() - 1) : "";
        return IpLiteral.address(inside).filter(InetAddress::isLoopbackAddress).isPresent();
    }
}
