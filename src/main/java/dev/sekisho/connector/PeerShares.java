// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.connector;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * The number of a loop's connections that each peer holds, and their maximum, so that one host cannot lock out others.
 *
 * <p>A peer is an IPv4 address, or the /64 of an IPv6 address, because an IPv6 host can use any address of its /64.
 *
 * <p>Not thread-safe; belongs to the loop's thread.
 */
final class PeerShares {
    private static final int PERCENT = 100;

    /** Bytes of the network part of an IPv6 address (RFC 4291 2.5.4). */
    private static final int NETWORK_BYTES = 8;

    private final int max;
    private final Map<String, Integer> connections = new HashMap<>();

    /** @param max maximum connections of one peer */
    private PeerShares(int max) {
        this.max = max;
    }

    /** The shares of one of a listener's loops: at least one connection for each peer; unlimited at 100 percent. */
    static PeerShares ofLoop(PolicyActivationSpec spec) {
        int percent = spec.getMaxPeerPercent();
        long share = (long) spec.getMaxConnections() * percent / PERCENT / spec.getIoThreads();
        return new PeerShares(percent == PERCENT ? Integer.MAX_VALUE : (int) Math.max(1, share));
    }

    /** The peer of an address. */
    static String peerOf(InetAddress address) {
        return address instanceof Inet6Address
                ? HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), NETWORK_BYTES))
                : address.getHostAddress();
    }

    /** Maximum connections of one peer. */
    int max() {
        return max;
    }

    void opened(String peer) {
        connections.merge(peer, 1, Integer::sum);
    }

    void closed(String peer) {
        connections.computeIfPresent(peer, (key, open) -> open == 1 ? null : open - 1);
    }

    /** Whether a peer holds more than the maximum. */
    boolean isExceeded(String peer) {
        return connections.getOrDefault(peer, 0) > max;
    }

    /** Number of peers with a connection. */
    int size() {
        return connections.size();
    }
}
