// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.connector;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * How many of a loop's connections each peer holds, and how many it may hold: so that one host cannot keep all others
 * out.
 *
 * <p>A peer is an IPv4 address, or the /64 of an IPv6 address: a host has as many addresses of it as it likes.
 *
 * <p>Not thread-safe; for the loop's thread only.
 */
final class PeerShares {
    private static final int PERCENT = 100;

    /** Bytes of the part of an IPv6 address that names a network (RFC 4291 2.5.4). */
    private static final int NETWORK_BYTES = 8;

    private final int most;
    private final Map<String, Integer> connections = new HashMap<>();

    /** @param most connections that one peer may hold */
    private PeerShares(int most) {
        this.most = most;
    }

    /** The shares of one of a listener's loops: at least one connection, and no bound for a share of all. */
    static PeerShares ofLoop(PolicyActivationSpec spec) {
        int percent = spec.getMaxPeerPercent();
        long share = (long) spec.getMaxConnections() * percent / PERCENT / spec.getIoThreads();
        return new PeerShares(percent == PERCENT ? Integer.MAX_VALUE : (int) Math.max(1, share));
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
