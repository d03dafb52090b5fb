// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.connector;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One smtpd process: a blocking socket. */
final class TestPeer implements AutoCloseable {
    /** A test that waits longer has failed, in milliseconds. */
    private static final int TIMEOUT_MILLIS = 10_000;

    private final Socket socket = new Socket();
    private final BufferedReader reader;

    TestPeer(int port) {
        this(port, "127.0.0.1");
    }

    /** @param from the address to connect from */
    TestPeer(int port, String from) {
        try {
            socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
            socket.setReceiveBufferSize(4096); // small, so that not reading is noticed soon
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A request about one message. */
    static String request(String instance) {
        return "request=smtpd_access_policy\nprotocol_state=RCPT\ninstance=" + instance + "\n\n";
    }

    TestPeer send(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TestPeer sendRequest(String instance) {
        return send(request(instance));
    }

    /** The next answer's action, or null if the connection was closed instead. */
    @Nullable
    String answer() {
        try {
            String line = reader.readLine();
            if (line == null) {
                return null;
            }
            String empty = reader.readLine();
            if (!line.startsWith("action=") || empty == null || !empty.isEmpty()) {
                throw new AssertionError("not an answer: " + line + " and " + empty);
            }
            return line.substring("action=".length());
        } catch (SocketException e) {
            return null; // reset: closed with something unread
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the server sends nothing for so many milliseconds. */
    boolean isSilentFor(int millis) {
        try {
            socket.setSoTimeout(millis);
            boolean silent = timesOut();
            socket.setSoTimeout(TIMEOUT_MILLIS);
            return silent;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean timesOut() throws IOException {
        try {
            socket.getInputStream().read();
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        }
    }

    void endOutput() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        hangUp();
    }

    /** The same, in the middle of a test. */
    void hangUp() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
