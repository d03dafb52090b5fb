// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.Optional;

/** Looks, before Hazelcast does with many words, whether the member port can be had. Stateless. */
final class MemberPort {
    private MemberPort() {}

    /** Why the port cannot be bound, for the operator; empty if it can. */
    static Optional<String> obstacle(String host, int port) {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            return Optional.of("the name cannot be resolved");
        }
        try {
            if (!isOfThisMachine(address.getAddress())) {
                return Optional.of("it is no address of this machine");
            }
            try (ServerSocket socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(address);
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Linux binds all of 127.0.0.0/8; Hazelcast takes only what an interface has. */
    private static boolean isOfThisMachine(InetAddress address) throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .anyMatch(address::equals);
    }
}
