// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.notification;

import com.google.errorprone.annotations.ThreadSafe;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;

/** An SMTP server on loopback that takes all mail: no extensions, one client at a time. */
@ThreadSafe
final class TestRelay implements AutoCloseable {
    /** A message as it came. */
    record Taken(String mailCommand, List<String> recipients, MimeMessage message) {}

    private final ServerSocket socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final List<Taken> taken = new CopyOnWriteArrayList<>();

    /** Errors on the wire, for the analysis of a failed test. */
    final List<Exception> failures = new CopyOnWriteArrayList<>();

    private final Thread server = new Thread(this::serve, "relay");

    TestRelay() throws IOException {
        server.start();
    }

    int port() {
        return socket.getLocalPort();
    }

    List<Taken> taken() {
        return taken;
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept()) {
                talk(client);
            } catch (IOException | MessagingException e) {
                failures.add(e); // closed by the test, or a client that went away
            }
        }
    }

    private void talk(Socket client) throws IOException, MessagingException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
        OutputStream out = client.getOutputStream();
        say(out, "220 relay");
        String mail = "";
        List<String> recipients = new CopyOnWriteArrayList<>();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String command = line.toUpperCase(Locale.ROOT);
            if (command.startsWith("MAIL FROM:")) {
                mail = line;
            } else if (command.startsWith("RCPT TO:")) {
                recipients.add(line.substring("RCPT TO:<".length(), line.indexOf('>')));
            } else if (command.equals("DATA")) {
                say(out, "354 go on");
                taken.add(new Taken(mail, List.copyOf(recipients), message(in)));
                recipients.clear();
            }
            say(out, command.equals("QUIT") ? "221 bye" : "250 ok");
        }
    }

    private static MimeMessage message(BufferedReader in) throws IOException, MessagingException {
        StringBuilder text = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            text.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
        }
        return new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static void say(OutputStream out, String reply) throws IOException {
        out.write((reply + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** Closes the port; until the thread has left {@code accept} the kernel would still take a client. */
    @Override
    public void close() throws IOException {
        socket.close();
        try {
            server.join(Duration.ofSeconds(5).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
