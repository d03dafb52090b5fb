// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A client that logs in from an address of its own: all of 127.0.0.0/8 is this machine, so a test can come from many
 * networks.
 *
 * <p>For one thread.
 */
final class RawLogin implements AutoCloseable {
    /** Above every wait that Sekisho requests in the tests. */
    private static final int PATIENCE_MILLIS = 90_000;

    private final Socket socket = new Socket();
    private final BufferedReader in;
    private int tag;

    private RawLogin(String from, String host, int port) throws IOException {
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(new InetSocketAddress(host, port), 10_000);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    }

    /** Through nginx. */
    static RawLogin imap(String from) throws IOException {
        return greeted(new RawLogin(from, MailServers.NGINX, MailServers.IMAP));
    }

    /** Past nginx. */
    static RawLogin directImap(String from) throws IOException {
        return greeted(new RawLogin(from, MailServers.HOST_A, MailServers.DIRECT_IMAP));
    }

    static RawLogin sieve(String from) throws IOException {
        RawLogin login = new RawLogin(from, MailServers.HOST_A, MailServers.DIRECT_SIEVE);
        login.until("OK ");
        return login;
    }

    private static RawLogin greeted(RawLogin login) throws IOException {
        login.until("* OK");
        return login;
    }

    /** IMAP's {@code LOGIN}; the reply without its tag. */
    String login(String user, String password) throws IOException {
        return say("LOGIN \"" + user + "\" \"" + password + '"');
    }

    /** An IMAP command; the tagged reply without its tag. */
    String say(String command) throws IOException {
        String name = "a" + ++tag + " ";
        send(name + command);
        return until(name).substring(name.length());
    }

    /** ManageSieve's {@code AUTHENTICATE}. */
    String authenticate(String user, String password) throws IOException {
        byte[] plain = ("\0" + user + "\0" + password).getBytes(StandardCharsets.UTF_8);
        send("AUTHENTICATE \"PLAIN\" \"" + Base64.getEncoder().encodeToString(plain) + '"');
        for (String line = line(); ; line = line()) {
            if (line.startsWith("OK") || line.startsWith("NO") || line.startsWith("BYE")) {
                return line;
            }
        }
    }

    private void send(String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    private String until(String begin) throws IOException {
        String line = line();
        while (!line.startsWith(begin)) {
            line = line();
        }
        return line;
    }

    private String line() throws IOException {
        String line = in.readLine();
        if (line == null) {
            throw new IOException("closed by the server");
        }
        return line;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
