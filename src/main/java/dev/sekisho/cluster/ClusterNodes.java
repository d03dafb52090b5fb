// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.cluster;

import com.google.errorprone.annotations.ThreadSafe;
import com.hazelcast.cluster.Member;
import com.hazelcast.config.Config;
import dev.sekisho.net.HostPort;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who belongs to the cluster: the members that are there, and the configured ones that are not.
 *
 * <p>Each member tells its version and when it came as attributes of its own.
 */
@ThreadSafe
final class ClusterNodes {
    private static final String VERSION = "sekisho.version";
    private static final String SINCE = "sekisho.since";

    private final Clock clock;

    /** By numeric address, the configured words. */
    private final Map<String, String> configured = new LinkedHashMap<>();

    private final Map<String, Instant> missed = new ConcurrentHashMap<>();

    /** Looks up the names among the configured members, once. */
    ClusterNodes(List<HostPort> configured, Clock clock) {
        this.clock = clock;
        configured.forEach(each -> this.configured.putIfAbsent(numeric(each), each.toString()));
    }

    /** What a member says of itself to the others. */
    static void introduce(Config hazelcast, String version, Instant now) {
        hazelcast.getMemberAttributeConfig().setAttribute(VERSION, version).setAttribute(SINCE, now.toString());
    }

    /** Notes when it was missed; of members that are not configured nobody asks again. */
    void left(Member member) {
        String address = address(member.getSocketAddress());
        if (configured.containsKey(address)) {
            missed.put(address, clock.instant());
        }
    }

    /** All there are or should be, the configured ones first, in their order. */
    List<ClusterNode> of(Collection<Member> members) {
        Map<String, Member> there = new LinkedHashMap<>();
        members.forEach(each -> there.put(address(each.getSocketAddress()), each));
        List<ClusterNode> nodes = new ArrayList<>();
        configured.forEach((address, word) -> {
            Member member = there.remove(address);
            nodes.add(
                    member == null ? new ClusterNode(word, false, false, missed.get(address), "") : node(word, member));
        });
        there.forEach((address, member) -> nodes.add(node(address, member)));
        return nodes;
    }

    private static ClusterNode node(String address, Member member) {
        String since = member.getAttribute(SINCE);
        String version = member.getAttribute(VERSION);
        return new ClusterNode(
                address,
                member.localMember(),
                true,
                since == null ? null : Instant.parse(since),
                version == null ? "" : version);
    }

    private static String numeric(HostPort member) {
        try {
            return address(new InetSocketAddress(InetAddress.getByName(member.host()), member.port()));
        } catch (UnknownHostException e) {
            // Shown as missing, which it is for Hazelcast too.
            return member.toString();
        }
    }

    private static String address(InetSocketAddress address) {
        String host = address.isUnresolved()
                ? address.getHostString()
                : address.getAddress().getHostAddress();
        return new HostPort(host, address.getPort()).toString();
    }
}
