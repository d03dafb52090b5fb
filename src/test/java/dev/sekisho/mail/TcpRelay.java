// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.mail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Another address for a mail host: it forwards everything to the host, so that a test needs no second configuration.
 *
 * <p>For one test; its threads end with it.
 */
final class TcpRelay implements AutoCloseable {
    private final ServerSocket server;
    private final String host;
    private final int port;
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    /** @param address a literal of this machine, where it listens on a free port */
    TcpRelay(String address, String host, int port) throws IOException {
        this.server = new ServerSocket(0, 50, InetAddress.getByName(address));
        this.host = host;
        this.port = port;
        daemon(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket near = server.accept();
                Socket far = new Socket(host, port);
                open.addAll(List.of(near, far));
                daemon(() -> pump(near, far));
                daemon(() -> pump(far, near));
            }
        } catch (IOException e) {
            // Closed, or the host is away: the test detects it.
        }
    }

    private static void pump(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // One side went; the other is closed.
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "tcp-relay");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket each : open) {
                each.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
