// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.settings.Setting;
import dev.sekisho.settings.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * Configuration of a policy listener. The server's configuration passes the same settings to its activation spec.
 *
 * @param name the service's name
 * @param address the address to listen on
 * @param port the port to listen on
 * @param answerTimeoutMillis maximum time for a decision
 */
@Immutable
record ListenerConfig(String name, String address, int port, int answerTimeoutMillis) {

    static List<Setting<?>> settings(String service) {
        String prefix = "sekisho." + service + ".";
        return List.of(
                address(service),
                port(service),
                Setting.integer(
                        prefix + "max-connections",
                        10_000,
                        1,
                        1_000_000,
                        "connections",
                        "Maximum open connections; each smtpd process of each Postfix holds one."),
                Setting.integer(
                        prefix + "max-peer-percent",
                        80,
                        1,
                        100,
                        "percent",
                        "Share of max-connections that one peer address (IPv6: its /64) may hold; beyond it, a new"
                                + " connection closes the peer's longest idle one."),
                Setting.integer(
                        prefix + "idle-timeout-seconds",
                        330,
                        1,
                        86_400,
                        "seconds",
                        "Idle time after which a connection is closed; must be above Postfix's"
                                + " smtpd_policy_service_max_idle (300 s)."),
                Setting.integer(
                        prefix + "request-timeout-seconds",
                        10,
                        1,
                        3600,
                        "seconds",
                        "Maximum time for the first byte to arrive, for a request to arrive completely, and for the"
                                + " peer to read the reply."),
                Setting.integer(
                        prefix + "answer-timeout-millis",
                        10_000,
                        1,
                        3_600_000,
                        "ms",
                        "Maximum time for a decision; then the connection is closed without a reply."),
                Setting.integer(
                        prefix + "max-request-bytes",
                        16_384,
                        1024,
                        1_048_576,
                        "bytes",
                        "Maximum size of a request; Postfix sends about 600 bytes."),
                Setting.integer(
                        prefix + "max-line-bytes",
                        4096,
                        256,
                        1_048_576,
                        "bytes",
                        "Maximum length of a line of a request; not above max-request-bytes."),
                Setting.integer(
                        prefix + "max-attributes",
                        100,
                        1,
                        10_000,
                        "lines",
                        "Maximum lines of a request; Postfix 3.12 sends 31."),
                Setting.integer(
                        prefix + "io-threads", 2, 1, 64, "threads", "Selector loops, each a thread of the server."),
                Setting.integer(
                        prefix + "backlog",
                        1024,
                        1,
                        65_535,
                        "connections",
                        "Maximum connections that the kernel queues until they are accepted."),
                Setting.integer(
                        prefix + "drain-timeout-millis",
                        2000,
                        0,
                        600_000,
                        "ms",
                        "Maximum time that a stop waits for pending requests."),
                Setting.integer(
                        prefix + "bind-retry-millis",
                        1000,
                        10,
                        600_000,
                        "ms",
                        "Time between attempts to bind a port that is in use."));
    }

    static ListenerConfig read(Settings settings, String service) {
        Map<String, Object> values = new HashMap<>();
        settings(service).forEach(setting -> values.put(setting.name(), settings.get(setting)));
        String prefix = "sekisho." + service + ".";
        if (number(values, prefix + "max-line-bytes") > number(values, prefix + "max-request-bytes")) {
            settings.problem(prefix + "max-line-bytes is above " + prefix + "max-request-bytes");
        }
        return new ListenerConfig(
                service,
                String.valueOf(values.get(prefix + "address")),
                number(values, prefix + "port"),
                number(values, prefix + "answer-timeout-millis"));
    }

    private static int number(Map<String, Object> values, String name) {
        return (Integer) Objects.requireNonNull(values.get(name));
    }

    private static Setting<String> address(String service) {
        return Setting.text(
                "sekisho." + service + ".address",
                "127.0.0.1",
                "an address or host name",
                "Address that the policy listener listens on.",
                UnaryOperator.identity());
    }

    private static Setting<Integer> port(String service) {
        int defaultPort = service.equals("sendlimit") ? 10_031 : 10_032;
        return Setting.integer(
                "sekisho." + service + ".port", defaultPort, 1, 65_535, "", "Port of the policy listener.");
    }
}
