// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.connector;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many connections each peer holds, and how many it may hold: so that one host cannot keep all others out.
 *
 * <p>A peer is an IPv4 address, or the /64 of an IPv6 address: a host has as many addresses of it as it likes.
 *
 * <p>Safe for use by any thread; several loops open and close connections at the same time.
 */
final class PeerShares {
    private static final int PERCENT = 100;

    /** Bytes of the part of an IPv6 address that names a network (RFC 4291 2.5.4). */
    private static final int NETWORK_BYTES = 8;

    private final int most;
    private final Map<String, Integer> connections = new ConcurrentHashMap<>();

    /** @param percent the share of {@code maxConnections} that one peer may hold; at least one connection */
    PeerShares(int maxConnections, int percent) {
        this.most = (int) Math.max(1, (long) maxConnections * percent / PERCENT);
    }

    /** The peer that an address belongs to. */
    static String peerOf(InetAddress address) {
        return address instanceof Inet6Address
                ? HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), NETWORK_BYTES))
                : address.getHostAddress();
    }

    /** Connections that one peer may hold. */
    int most() {
        return most;
    }

    void opened(String peer) {
        connections.merge(peer, 1, Integer::sum);
    }

    void closed(String peer) {
        connections.computeIfPresent(peer, (key, open) -> open == 1 ? null : open - 1);
    }

    /** Whether a peer holds more connections than it may. */
    boolean isExceeded(String peer) {
        return connections.getOrDefault(peer, 0) > most;
    }

    /** How many peers hold a connection. */
    int size() {
        return connections.size();
    }
}
