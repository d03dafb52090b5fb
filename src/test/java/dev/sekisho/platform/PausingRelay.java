// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A network to a port of this machine that can fall silent: it forwards nothing and closes nothing.
 *
 * <p>For one test; its threads end with it.
 */
final class PausingRelay implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    private final int port;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final AtomicInteger generation = new AtomicInteger();
    private volatile boolean paused;

    PausingRelay(int port) throws IOException {
        this.port = port;
        daemon(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    void pause(boolean pause) {
        paused = pause;
    }

    /** The present connections never forward anything again; new ones do. */
    void forget() {
        generation.incrementAndGet();
    }

    private void accept() {
        try {
            while (true) {
                Socket near = server.accept();
                int made = generation.get();
                open.add(near);
                daemon(() -> connect(near, made));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void connect(Socket near, int made) {
        try {
            Socket far = new Socket(InetAddress.getLoopbackAddress(), port);
            open.add(far);
            daemon(() -> pump(near, far, made));
            pump(far, near, made);
        } catch (IOException e) {
            close(near);
        }
    }

    private void pump(Socket from, Socket to, int made) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[16_384];
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                while (paused || made != generation.get()) {
                    Thread.sleep(20);
                    if (server.isClosed()) {
                        return;
                    }
                }
                out.write(buffer, 0, length);
            }
            close(from);
            close(to);
        } catch (IOException | InterruptedException e) {
            close(from);
            close(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone.
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "pausing-relay");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        open.forEach(PausingRelay::close);
    }
}
