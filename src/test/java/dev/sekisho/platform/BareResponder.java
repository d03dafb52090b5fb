// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * The least that a Java program does for a request: it reads it and answers the same to all, a thread for each
 * connection. A program of its own, {@code java … BareResponder PORT}; it ends with its standard input.
 */
final class BareResponder {
    private static final byte[] POLICY = "action=DUNNO\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HTTP =
            "HTTP/1.1 200 OK\r\nAuth-Status: OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private BareResponder() {}

    public static void main(String[] arguments) throws IOException {
        ServerSocket server = new ServerSocket(Integer.parseInt(arguments[0]), 256, InetAddress.getLoopbackAddress());
        Thread accepting = new Thread(() -> accept(server));
        accepting.setDaemon(true);
        accepting.start();
        while (System.in.read() >= 0) {
            // Until the test that started it ends.
        }
    }

    private static void accept(ServerSocket server) {
        while (true) {
            try {
                Socket socket = server.accept();
                Thread serving = new Thread(() -> serve(socket));
                serving.setDaemon(true);
                serving.start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private static void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream input = socket.getInputStream();
            byte[] buffer = new byte[4096];
            int length = 0;
            int read = input.read(buffer);
            while (read > 0) {
                length += read;
                if (buffer[length - 1] == '\n' && (buffer[length - 2] == '\n' || buffer[length - 3] == '\n')) {
                    length = 0;
                    boolean policy = buffer[0] == 'r';
                    socket.getOutputStream().write(policy ? POLICY : HTTP);
                    if (!policy) {
                        return;
                    }
                }
                read = input.read(buffer, length, buffer.length - length);
            }
        } catch (IOException e) {
            // The client has closed the connection.
        }
    }
}
