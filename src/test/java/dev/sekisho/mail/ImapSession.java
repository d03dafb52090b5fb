// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.mail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import org.apache.commons.net.imap.AuthenticatingIMAPClient;
import org.apache.commons.net.imap.IMAPCommand;
import org.apache.commons.net.util.TrustManagerUtils;

/**
 * One IMAP session of a client, through nginx; every method returns the server's reply as it came, without the last
 * line end.
 *
 * <p>For one thread.
 */
final class ImapSession implements AutoCloseable {
    private final AuthenticatingIMAPClient client;

    private ImapSession(boolean implicitTls) {
        client = new AuthenticatingIMAPClient("TLS", implicitTls);
        client.setCharset(StandardCharsets.UTF_8); // of passwords; commands are written in ISO-8859-1
        client.setTrustManager(TrustManagerUtils.getAcceptAllTrustManager());
    }

    static ImapSession connect(int port) throws IOException {
        ImapSession session = new ImapSession(port == MailServers.IMAPS);
        session.client.connect(MailServers.NGINX, port);
        return session;
    }

    /** @param method a method of {@code AUTHENTICATE}, or {@code COMMAND} for the command {@code LOGIN} */
    String login(String method, String user, String password) throws IOException, GeneralSecurityException {
        if ("COMMAND".equals(method)) {
            client.doCommand(IMAPCommand.LOGIN, quoted(user) + " " + quoted(asBytes(password)));
        } else {
            client.authenticate(AuthenticatingIMAPClient.AUTH_METHOD.valueOf(method), user, password);
        }
        return reply();
    }

    String startTls() throws IOException {
        client.execTLS();
        return reply();
    }

    String select() throws IOException {
        client.select("INBOX");
        return reply();
    }

    /** How many messages with this subject are in the INBOX. */
    int count(String subject) throws IOException {
        select();
        client.search("SUBJECT " + quoted(subject));
        for (String line : client.getReplyStrings()) {
            if (line.startsWith("* SEARCH")) {
                return line.split(" ", -1).length - 2;
            }
        }
        throw new IOException("No answer to SEARCH: " + reply());
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String asBytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
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
