// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.mail;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import org.apache.commons.net.smtp.AuthenticatingSMTPClient;
import org.apache.commons.net.util.TrustManagerUtils;

/**
 * One SMTP session of a client; every method returns the server's reply as it came, without the last line end.
 *
 * <p>For one thread.
 */
final class SmtpSession implements AutoCloseable {
    private static final String CLIENT = "client.example.net";

    private final AuthenticatingSMTPClient client;

    private SmtpSession(boolean implicitTls) {
        client = new AuthenticatingSMTPClient("TLS", implicitTls);
        client.setCharset(StandardCharsets.UTF_8); // of passwords
        client.setTrustManager(TrustManagerUtils.getAcceptAllTrustManager());
    }

    static SmtpSession connect(int port) throws IOException {
        SmtpSession session = new SmtpSession(port == MailServers.SUBMISSIONS);
        session.client.connect(MailServers.NGINX, port);
        session.say("EHLO " + CLIENT);
        return session;
    }

    String login(String method, String user, String password) throws IOException, GeneralSecurityException {
        client.auth(AuthenticatingSMTPClient.AUTH_METHOD.valueOf(method), user, password);
        return reply();
    }

    String startTls() throws IOException {
        client.execTLS();
        String reply = reply();
        say("EHLO " + CLIENT);
        return reply;
    }

    String say(String command) throws IOException {
        client.sendCommand(command);
        return reply();
    }

    /** Sends a message of one line and returns the reply to its end. */
    String data(String subject) throws IOException {
        return data(subject, 0);
    }

    /** Sends a message of at least this size and returns the reply to its end. */
    String data(String subject, int bytes) throws IOException {
        Writer writer = client.sendMessageData();
        if (writer == null) {
            return reply();
        }
        writer.write("Subject: " + subject + "\r\n\r\nHello.\r\n" + "0123456\r\n".repeat(bytes / 9 + 1));
        writer.close();
        client.completePendingCommand();
        return reply();
    }

    /** Begins a message and ends the connection in the middle of it. */
    void abortData(String subject) throws IOException {
        Writer writer = client.sendMessageData();
        if (writer == null) {
            throw new IOException("no message is wanted: " + reply());
        }
        writer.write("Subject: " + subject + "\r\n\r\nHello.\r\n");
        writer.flush();
        client.disconnect();
    }

    private String reply() {
        return client.getReplyString().strip();
    }

    @Override
    public void close() throws IOException {
        if (client.isConnected()) {
            client.disconnect();
        }
    }
}
