// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A mail host's quota-status that a test scripts, on a real socket.
 *
 * <p>Safe for use by many threads; each connection has one.
 */
public final class QuotaStatusPeer implements AutoCloseable {
    public static final String ROOM = "action=DUNNO\n\n";

    /** The reaction to a request. */
    @FunctionalInterface
    public interface Script {
        /** No answer at all. */
        Script SILENCE = (wire, request) -> {};

        void run(Wire wire, String request) throws IOException;

        static Script answering(String answer) {
            return (wire, request) -> wire.send(answer);
        }
    }

    /** One connection, as its script sees it. */
    public static final class Wire {
        private final Socket socket;
        private int requests;

        private Wire(Socket socket) {
            this.socket = socket;
        }

        /** How many requests came on this connection, the present one included. */
        int requests() {
            return requests;
        }

        public void send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        }

        void close() throws IOException {
            socket.close();
        }
    }

    private final ServerSocket listener;
    private final Script script;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Wire> wires = new CopyOnWriteArrayList<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private final Thread acceptor = daemon(this::accept);

    private QuotaStatusPeer(ServerSocket listener, Script script) {
        this.listener = listener;
        this.script = script;
    }

    public static QuotaStatusPeer start(Script script) throws IOException {
        return start(0, script);
    }

    public static QuotaStatusPeer start(int port, Script script) throws IOException {
        ServerSocket listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
        QuotaStatusPeer peer = new QuotaStatusPeer(listener, script);
        peer.acceptor.start();
        return peer;
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** The whole text of each request, in the order they came. */
    public List<String> requests() {
        return requests;
    }

    /** The open connections. */
    public List<Wire> wires() {
        return wires;
    }

    public int acceptedConnections() {
        return accepted.get();
    }

    /** Closes connections like a reload of Dovecot. */
    public void closeConnections() throws IOException {
        for (Wire wire : wires) {
            wire.close();
        }
    }

    /**
     * Closes port and connections; the kernel keeps a port while a thread is still in {@code accept}, so that one is
     * awaited.
     */
    @Override
    public void close() throws IOException {
        listener.close();
        closeConnections();
        try {
            acceptor.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Wire wire = new Wire(listener.accept());
                accepted.incrementAndGet();
                wires.add(wire);
                daemon(() -> serve(wire)).start();
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Wire wire) {
        try (Socket socket = wire.socket) {
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            StringBuilder request = new StringBuilder();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                request.append(line).append('\n');
                if (line.isEmpty()) {
                    wire.requests++;
                    requests.add(request.toString());
                    script.run(wire, request.toString());
                    request.setLength(0);
                }
            }
        } catch (IOException e) {
            // The other side, or the script, has closed the connection: its end is what matters.
        } finally {
            wires.remove(wire);
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "quota-status-peer");
        thread.setDaemon(true);
        return thread;
    }
}
