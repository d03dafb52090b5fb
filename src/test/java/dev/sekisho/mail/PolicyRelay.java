// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A proxy between Postfix and quota: it forwards requests and answers, and drops an answer on demand, as a network
 * does.
 *
 * <p>Safe for use by many threads; each connection has one.
 */
final class PolicyRelay implements AutoCloseable {
    static final int PORT = 11033;
    private static final int SERVICE = 11032;

    private final ServerSocket listener = new ServerSocket();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger toLose = new AtomicInteger();
    private final Thread acceptor;

    PolicyRelay() throws IOException {
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT));
        acceptor = daemon(this::accept);
    }

    /** The whole text of each request that passed, repetitions included. */
    List<String> requests() {
        return requests;
    }

    /** Loses the next answers, and their connections. */
    void lose(int answers) {
        toLose.set(answers);
    }

    /**
     * Closes the port; after it, another relay may open it: the kernel keeps it while a thread is still in
     * {@code accept}.
     */
    @Override
    public void close() throws IOException {
        listener.close();
        try {
            acceptor.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket postfix = listener.accept();
                daemon(() -> serve(postfix));
            } catch (IOException e) {
                // Closed: the loop ends.
            }
        }
    }

    private void serve(Socket postfix) {
        try (postfix;
                Socket service = new Socket(InetAddress.getLoopbackAddress(), SERVICE)) {
            BufferedReader requestLines = reader(postfix);
            BufferedReader answers = reader(service);
            for (String request = block(requestLines); !request.isEmpty(); request = block(requestLines)) {
                requests.add(request);
                service.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
                String answer = block(answers);
                if (answer.isEmpty() || toLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    return;
                }
                postfix.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            // One of them has closed; so does the relay.
        }
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Lines up to and with the empty one; nothing at the end. */
    private static String block(BufferedReader lines) throws IOException {
        StringBuilder block = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            block.append(line).append('\n');
            if (line.isEmpty()) {
                return block.toString();
            }
        }
        return "";
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "policy-relay");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
