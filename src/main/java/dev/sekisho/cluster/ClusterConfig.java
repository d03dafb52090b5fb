// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.cluster;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.net.HostPort;
import dev.sekisho.settings.Setting;
import dev.sekisho.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * Configuration of the cluster.
 *
 * @param members addresses of all nodes, as {@code host:port}; empty for a single node
 * @param address this node's address, the {@code host} of one of the members
 * @param port this node's member port
 * @param secret the secret of all nodes, from which the cluster's name and the key of brute-force protection are
 *     derived
 * @param timeout maximum time that a request waits for shared counters
 * @param threads threads of each service that access shared caches
 * @param queue requests of each service that may wait for such a thread
 * @param counters maximum send counters in the whole cluster
 */
@ThreadSafe
public record ClusterConfig(
        List<HostPort> members,
        String address,
        int port,
        ClusterSecret secret,
        Duration timeout,
        int threads,
        int queue,
        int counters) {
    private static final int DEFAULT_PORT = 5701;

    private static final Setting<String> MEMBERS = Setting.text(
            "sekisho.cluster.members",
            "",
            "addresses, each with or without :port, separated by commas",
            "All nodes of the cluster, including this one. Unset: a single node, with counters in its process.",
            ClusterConfig::checkedMembers);
    private static final Setting<String> ADDRESS = Setting.text(
            "sekisho.cluster.address",
            "",
            "an address of this machine",
            "Private address of this node's member port, as the other nodes reach it. The port has no"
                    + " authentication.",
            UnaryOperator.identity());
    private static final Setting<Integer> PORT = Setting.integer(
            "sekisho.cluster.port", DEFAULT_PORT, 1, 65_535, "", "Member port of this node; no other port is tried.");
    private static final Setting<String> SECRET = Setting.key(
            "sekisho.cluster.secret",
            "The same on all nodes; nodes with another secret are rejected. Required in a cluster.");
    private static final Setting<Integer> TIMEOUT = Setting.integer(
            "sekisho.cluster.timeout-millis",
            2000,
            50,
            60_000,
            "ms",
            "Maximum wait for shared counters; then mail flows uncounted and logins continue without"
                    + " brute-force protection.");
    private static final Setting<Integer> THREADS = Setting.integer(
            "sekisho.cluster.threads",
            16,
            1,
            500,
            "threads",
            "Threads of each service that access shared counters; unused on a single node.");
    private static final Setting<Integer> QUEUE = Setting.integer(
            "sekisho.cluster.queue",
            2000,
            1,
            1_000_000,
            "requests",
            "Requests of each service that may wait for such a thread; beyond them mail flows uncounted.");
    private static final Setting<Integer> COUNTERS = Setting.integer(
            "sekisho.cluster.counters",
            2_000_000,
            10_000,
            100_000_000,
            "counters",
            "Approximate maximum of send counters in the memory of the whole cluster; beyond it the least recently"
                    + " used ones are forgotten.");

    public static final List<Setting<?>> SETTINGS =
            List.of(MEMBERS, ADDRESS, PORT, SECRET, TIMEOUT, THREADS, QUEUE, COUNTERS);

    public static ClusterConfig read(Settings settings) {
        List<HostPort> members = members(settings.get(MEMBERS), settings.get(PORT));
        String secret = settings.get(SECRET);
        String address = settings.get(ADDRESS).strip();
        if (!members.isEmpty()) {
            if (!settings.isGiven(SECRET)) {
                settings.problem(SECRET.name() + " is not set although " + MEMBERS.name()
                        + " is; generate one by openssl rand -base64 32");
            }
            if (address.isEmpty()) {
                settings.problem(ADDRESS.name() + " is not set although " + MEMBERS.name() + " is");
            }
        }
        return new ClusterConfig(
                members,
                address,
                settings.get(PORT),
                new ClusterSecret(secret),
                Duration.ofMillis(settings.get(TIMEOUT)),
                settings.get(THREADS),
                settings.get(QUEUE),
                settings.get(COUNTERS));
    }

    public boolean isClustered() {
        return !members.isEmpty();
    }

    private static List<HostPort> members(String text, int defaultPort) {
        return text.isBlank() ? List.of() : HostPort.parseList(text.toLowerCase(Locale.ROOT), defaultPort);
    }

    private static String checkedMembers(String text) {
        members(text, DEFAULT_PORT);
        return text;
    }

    /** Omits the secret. */
    @Override
    public String toString() {
        return "ClusterConfig[" + members + ", " + address + ":" + port + "]";
    }
}
