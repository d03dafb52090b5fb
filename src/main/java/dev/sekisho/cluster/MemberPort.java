// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.cluster;

import com.google.errorprone.annotations.ThreadSafe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.Optional;

/** Checks whether the member port can be bound, because Hazelcast's own error is long and hard to read. */
@ThreadSafe
final class MemberPort {
    private MemberPort() {}

    /** The reason why the port cannot be bound, for the log; empty if it can. */
    static Optional<String> obstacle(String host, int port) {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            return Optional.of("the name cannot be resolved");
        }
        try {
            if (!isOfThisMachine(address.getAddress())) {
                return Optional.of("it is not an address of this machine");
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

    /** Linux binds any address of 127.0.0.0/8; Hazelcast accepts only addresses of an interface. */
    private static boolean isOfThisMachine(InetAddress address) throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .anyMatch(address::equals);
    }
}
