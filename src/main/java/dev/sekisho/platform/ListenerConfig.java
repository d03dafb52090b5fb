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
 * Configuration of one policy listener, which its activation spec in the server's configuration obeys.
 *
 * @param name the service's name
 * @param address where it listens
 * @param port its port
 * @param answerTimeoutMillis how long a decision may take
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
                        "Connections open at a time; each smtpd process of each Postfix holds one."),
                Setting.integer(
                        prefix + "max-peer-percent",
                        80,
                        1,
                        100,
                        "percent",
                        "Share of max-connections that one peer address (IPv6: its /64) may hold; beyond it the peer's"
                                + " longest idle connection is closed for a new one."),
                Setting.integer(
                        prefix + "idle-timeout-seconds",
                        330,
                        1,
                        86_400,
                        "seconds",
                        "Idle connections are closed; above Postfix's smtpd_policy_service_max_idle (300 s)."),
                Setting.integer(
                        prefix + "request-timeout-seconds",
                        10,
                        1,
                        3600,
                        "seconds",
                        "Time for the first byte to come, for a begun request to arrive whole, and for its answer to be"
                                + " taken."),
                Setting.integer(
                        prefix + "answer-timeout-millis",
                        10_000,
                        1,
                        3_600_000,
                        "ms",
                        "Time to decide; then the connection is closed without an answer."),
                Setting.integer(
                        prefix + "max-request-bytes",
                        16_384,
                        1024,
                        1_048_576,
                        "bytes",
                        "Longest request; Postfix sends some 600 bytes."),
                Setting.integer(
                        prefix + "max-line-bytes",
                        4096,
                        256,
                        1_048_576,
                        "bytes",
                        "Longest line of a request; not above max-request-bytes."),
                Setting.integer(
                        prefix + "max-attributes",
                        100,
                        1,
                        10_000,
                        "lines",
                        "Most lines of a request; Postfix 3.12 sends 31."),
                Setting.integer(
                        prefix + "io-threads", 2, 1, 64, "threads", "Selector loops, each a thread of the server."),
                Setting.integer(
                        prefix + "backlog",
                        1024,
                        1,
                        65_535,
                        "connections",
                        "Connections that the kernel holds until they are accepted."),
                Setting.integer(
                        prefix + "drain-timeout-millis",
                        2000,
                        0,
                        600_000,
                        "ms",
                        "How long a stop waits for requests under way."),
                Setting.integer(
                        prefix + "bind-retry-millis",
                        1000,
                        10,
                        600_000,
                        "ms",
                        "Time between two tries to get a port that is in use."));
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
