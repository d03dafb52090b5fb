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
 * The nodes of the cluster: present members and missing configured ones.
 *
 * <p>Each member publishes its version and its start time as member attributes.
 */
@ThreadSafe
final class ClusterNodes {
    private static final String VERSION = "sekisho.version";
    private static final String SINCE = "sekisho.since";

    private final Clock clock;

    /** Configured addresses by numeric address. */
    private final Map<String, String> configured = new LinkedHashMap<>();

    private final Map<String, Instant> missed = new ConcurrentHashMap<>();

    /** Resolves the names of the configured members, once. */
    ClusterNodes(List<HostPort> configured, Clock clock) {
        this.clock = clock;
        configured.forEach(each -> this.configured.putIfAbsent(numeric(each), each.toString()));
    }

    /** Sets the attributes that this member publishes. */
    static void setAttributes(Config hazelcast, String version, Instant now) {
        hazelcast.getMemberAttributeConfig().setAttribute(VERSION, version).setAttribute(SINCE, now.toString());
    }

    /** Records when a configured member was lost; others are not listed any more. */
    void left(Member member) {
        String address = address(member.getSocketAddress());
        if (configured.containsKey(address)) {
            missed.put(address, clock.instant());
        }
    }

    /** All present and configured nodes, the configured ones first, in their order. */
    List<ClusterNode> of(Collection<Member> members) {
        Map<String, Member> there = new LinkedHashMap<>();
        members.forEach(each -> there.put(address(each.getSocketAddress()), each));
        List<ClusterNode> nodes = new ArrayList<>();
        configured.forEach((address, label) -> {
            Member member = there.remove(address);
            nodes.add(
                    member == null
                            ? new ClusterNode(label, false, false, missed.get(address), "")
                            : node(label, member));
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
            // Listed as missing; Hazelcast cannot reach it either.
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
